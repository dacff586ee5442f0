/** `train`: how a model is trained, with defaults for what is not said. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { TrainDeclaration, TrainSetting } from '../syntax/ast.js'
import { moduleScope } from './field-types.js'
import { balances } from './methods/balances.js'
import type { MethodParameter, Methods } from './methods/method.js'
import { optimizers } from './methods/optimizers.js'
import { schedules } from './methods/schedules.js'
import { stops } from './methods/stops.js'
import type { CheckedModel } from './model.js'
import type { Module } from './module.js'
import { listed, nearest, type Session } from './session.js'
import { checkMethod, checkSetting, defaultMethod } from './settings.js'
import type { TypedMethod, TypedTrain } from './typed.js'

const values: Readonly<Record<string, MethodParameter>> = {
  epochs: { type: 'int', default: 10, least: 1 },
  batch: { type: 'int', default: 64, least: 1 },
  seed: { type: 'int', default: 0, least: 0 },
}

interface MethodSetting {
  readonly kind: string
  readonly table: Methods
  /** None: the setting may be left out, or be `none`. */
  readonly standard?: string
}

const methods: Readonly<Record<string, MethodSetting>> = {
  optimizer: { kind: 'optimizer', table: optimizers, standard: 'adam' },
  schedule: { kind: 'schedule', table: schedules, standard: 'constant' },
  balance: { kind: 'balance', table: balances, standard: 'static' },
  stop: { kind: 'stopping rule', table: stops },
}

export const trainSettings: readonly string[] = [...Object.keys(values), ...Object.keys(methods)]

const nameOf = (setting: Exclude<TrainSetting, { kind: 'select' }>): { text: string; span: Span } => setting.name

export function checkTrain(session: Session, declaration: TrainDeclaration, module: Module, model: CheckedModel | undefined): TypedTrain | undefined {
  const where = `\`train ${declaration.model.text}\``
  const before = session.diagnostics.length
  const scope = moduleScope(module, where)
  const numbers = new Map<string, number>()
  const chosen = new Map<string, TypedMethod>()
  const seen = new Set<string>()
  for (const setting of declaration.settings) {
    if (setting.kind === 'select') {
      session.report(tasks.notImplemented({ what: '`select tasks`' }, { span: setting.span }))
      continue
    }
    const { text, span } = nameOf(setting)
    if (setting.kind === 'from' && text === 'init') {
      session.report(tasks.notImplemented({ what: '`init from`' }, { span: setting.span }))
      continue
    }
    const number = values[text]
    const method = methods[text]
    if (number === undefined && method === undefined) {
      session.report(tasks.unknownSetting({ setting: text, where, known: listed(trainSettings), ...nearest(text, trainSettings) }, { span }))
      continue
    }
    if (seen.has(text)) session.report(tasks.repeatedSetting({ setting: text, where }, { span }))
    seen.add(text)
    if (number !== undefined && setting.kind === 'value') {
      const value = checkSetting(session, `\`${text}\``, setting.value, number, scope)
      if (typeof value === 'number') numbers.set(text, value)
    } else if (method !== undefined && setting.kind === 'method') {
      if (method.standard === undefined && setting.method.name.text === 'none') continue
      const value = checkMethod(session, method.kind, setting.method, method.table, scope)
      if (value !== undefined) chosen.set(text, value)
    } else {
      const needed = method === undefined ? 'a number' : `the name of a method: ${listed([...method.table].flatMap(([name, { implemented }]) => (implemented ? [name] : [])))}`
      session.report(types.typeMismatch({ what: `\`${text}\``, needed, found: `\`${session.text(setting.span)}\`` }, { span: setting.span }))
    }
  }
  const stop = chosen.get('stop')
  if (stop !== undefined && model !== undefined) checkWatched(session, stop, model)
  if (session.diagnostics.slice(before).some((finding) => finding.severity === 'error')) return undefined
  const numberOf = (name: string): number => numbers.get(name) ?? Number(values[name]?.default)
  const methodOf = (name: string): TypedMethod => chosen.get(name) ?? standard(name, declaration.span)
  return {
    model: declaration.model.text,
    epochs: numberOf('epochs'),
    batch: numberOf('batch'),
    seed: numberOf('seed'),
    optimizer: methodOf('optimizer'),
    schedule: methodOf('schedule'),
    balance: methodOf('balance'),
    ...(stop === undefined ? {} : { stop }),
    span: declaration.span,
  }
}

function standard(setting: string, span: Span): TypedMethod {
  const name = methods[setting]?.standard ?? ''
  const spec = methods[setting]?.table.get(name)
  if (spec === undefined) throw new Error(`the default ${setting} is not in its table`)
  return defaultMethod(name, spec, span)
}

/** `metric = accuracy` or `left.accuracy` must be measured. */
function checkWatched(session: Session, stop: TypedMethod, model: CheckedModel): void {
  const metric = stop.arguments['metric']
  const known = [...model.tasks].flatMap(([task, typed]) => (typed?.metrics ?? []).flatMap(({ name }) => [name, `${task}.${name}`]))
  const complete = [...model.tasks.values()].every((task) => task !== undefined)
  if (typeof metric !== 'string' || known.includes(metric) || !complete) return
  const all = listed(new Set(known))
  session.report(tasks.metricNotMeasured({ metric, known: all, ...nearest(metric, known) }, { span: stop.span }))
}
