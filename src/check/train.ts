/** `train`: how a model is trained, with defaults for what is not said. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { TrainDeclaration } from '../syntax/ast.js'
import { moduleScope } from './field-types.js'
import { checkInit } from './init.js'
import { averages } from './methods/averages.js'
import { balances } from './methods/balances.js'
import { clips } from './methods/clips.js'
import { losses } from './methods/losses.js'
import { count, int, notNegative, type MethodParameter, type Methods } from './methods/method.js'
import { optimizers } from './methods/optimizers.js'
import { schedules } from './methods/schedules.js'
import { stops } from './methods/stops.js'
import type { CheckedModel } from './model.js'
import type { Module } from './module.js'
import { checkSelect } from './select.js'
import { listed, nearest, type Session } from './session.js'
import { checkMethod, checkSetting, defaultMethod } from './settings.js'
import { breaks } from './sound.js'
import { checkDecays, checkTrainPaths, trainPaths } from './train-paths.js'
import type { TypedInit, TypedMethod, TypedModel, TypedTrain } from './typed.js'

/** Settings with one value. */
export const trainValues: Readonly<Record<string, MethodParameter>> = {
  epochs: int('How often the training part is gone through.', 10, count),
  batch: int('Samples of a step.', 64, count),
  accumulate: int('Batches whose gradients are averaged before the weights move.', 1, count),
  seed: int('Where all randomness of the training begins.', 0, notNegative),
}

interface MethodSetting {
  readonly kind: string
  readonly table: Methods
  /** None: the setting may be left out, or be `none`. */
  readonly standard?: string
}

/** Settings that name a method. */
export const trainMethods: Readonly<Record<string, MethodSetting>> = {
  optimizer: { kind: 'optimizer', table: optimizers, standard: 'adam' },
  schedule: { kind: 'schedule', table: schedules, standard: 'constant' },
  balance: { kind: 'balance', table: balances, standard: 'static' },
  clip: { kind: 'clipping', table: clips },
  average: { kind: 'average', table: averages },
  stop: { kind: 'stopping rule', table: stops },
}

export const trainSettings: readonly string[] = [...Object.keys(trainValues), ...Object.keys(trainMethods), ...Object.keys(trainPaths), 'init', 'select']

export function checkTrain(session: Session, declaration: TrainDeclaration, module: Module, model: CheckedModel | undefined): TypedTrain | undefined {
  const where = `\`train ${declaration.model.text}\``
  const before = session.diagnostics.length
  const scope = moduleScope(module, where)
  const numbers = new Map<string, number>()
  const chosen = new Map<string, TypedMethod>()
  let init: TypedInit | undefined
  let select: TypedMethod | undefined
  const seen = new Set<string>()
  const once = (name: string, span: Span, whole = span): void => {
    if (seen.has(name)) session.report(tasks.repeatedSetting({ setting: name, where }, { span, edits: [session.without(whole)] }))
    seen.add(name)
  }
  for (const setting of declaration.settings) {
    if (setting.kind === 'select') {
      once('select', setting.span)
      select = checkSelect(session, setting, scope, model?.tasks.size)
      continue
    }
    if (setting.kind === 'paths') continue
    const { text, span } = setting.name
    const [number, method] = [trainValues[text], trainMethods[text]]
    if (number === undefined && method === undefined && text !== 'init') {
      session.report(tasks.unknownSetting({ setting: text, where, known: listed(trainSettings), ...nearest(text, trainSettings) }, { span }))
      continue
    }
    once(text, span, setting.span)
    if (text === 'init' && setting.kind === 'from') init = checkInit(session, setting, scope, model)
    else if (number !== undefined && setting.kind === 'value') {
      const value = checkSetting(session, `\`${text}\``, setting.value, number, scope)
      if (typeof value === 'number') numbers.set(text, value)
    } else if (method !== undefined && setting.kind === 'method') {
      if (method.standard === undefined && setting.method.name.text === 'none') continue
      const value = checkMethod(session, method.kind, setting.method, method.table, scope)
      if (value !== undefined) chosen.set(text, value)
    } else {
      const needed = text === 'init' ? '`from` and a file in quotes'
        : method === undefined ? 'a number' : `the name of a method: ${listed([...method.table].flatMap(([name, { implemented }]) => (implemented ? [name] : [])))}`
      session.report(types.typeMismatch({ what: `\`${text}\``, needed, found: `\`${session.text(setting.span)}\`` }, { span: setting.span }))
    }
  }
  const ofPaths = declaration.settings.filter((setting) => setting.kind === 'paths')
  const placed = checkTrainPaths(session, ofPaths, scope, model, where)
  const methodOf = (name: string): TypedMethod => chosen.get(name) ?? standard(name, declaration.span)
  checkDecays(session, ofPaths, methodOf('optimizer'))
  const [stop, balance, clip, average] = [chosen.get('stop'), chosen.get('balance'), chosen.get('clip'), chosen.get('average')]
  if (model !== undefined) {
    for (const watching of [stop, chosen.get('schedule')]) if (watching !== undefined) checkWatched(session, watching, model)
    if (balance !== undefined) checkBalance(session, balance, model)
  }
  if (session.diagnostics.slice(before).some(breaks)) return undefined
  const numberOf = (name: string): number => numbers.get(name) ?? Number(trainValues[name]?.default)
  return {
    model: declaration.model.text,
    epochs: numberOf('epochs'),
    batch: numberOf('batch'),
    accumulate: numberOf('accumulate'),
    seed: numberOf('seed'),
    optimizer: methodOf('optimizer'),
    schedule: methodOf('schedule'),
    balance: methodOf('balance'),
    ...placed,
    ...(clip === undefined ? {} : { clip }),
    ...(average === undefined ? {} : { average }),
    ...(stop === undefined ? {} : { stop }),
    ...(init === undefined ? {} : { init }),
    ...(select === undefined ? {} : { select }),
    span: declaration.span,
  }
}

const defaultOf = (setting: string): number => Number(trainValues[setting]?.default)

/** What a model without a `train` block is trained by. */
export function defaultTrain({ name, span }: Pick<TypedModel, 'name' | 'span'>): TypedTrain {
  return {
    model: name,
    epochs: defaultOf('epochs'),
    batch: defaultOf('batch'),
    accumulate: defaultOf('accumulate'),
    seed: defaultOf('seed'),
    optimizer: standard('optimizer', span),
    schedule: standard('schedule', span),
    balance: standard('balance', span),
    rates: [],
    decays: [],
    freeze: [],
    span,
  }
}

function standard(setting: string, span: Span): TypedMethod {
  const name = trainMethods[setting]?.standard ?? ''
  const spec = trainMethods[setting]?.table.get(name)
  if (spec === undefined) throw new Error(`the default ${setting} is not in its table`)
  return defaultMethod(name, spec, span)
}

/** `metric = accuracy` or `left.accuracy` must be measured. */
function checkWatched(session: Session, { arguments: { metric }, span }: TypedMethod, model: CheckedModel): void {
  const known = [...model.measured].flatMap(([task, { metrics }]) => metrics.flatMap((name) => [name, `${task}.${name}`]))
  const complete = [...model.tasks.keys()].every((task) => model.measured.has(task))
  if (typeof metric !== 'string' || known.includes(metric) || !complete) return
  const all = listed(new Set(known))
  session.report(tasks.metricNotMeasured({ metric, known: all, ...nearest(metric, known) }, { span }))
}

/** Whether a way of balancing can do anything with the model's tasks and their losses. */
function checkBalance(session: Session, balance: TypedMethod, model: CheckedModel): void {
  const spec = balances.get(balance.name)
  const [only, ...others] = model.tasks.keys()
  if (spec?.observes === 'gradients' && only !== undefined && others.length === 0) {
    session.report(tasks.nothingToBalance({ balance: balance.name, task: only }, { span: balance.span }))
  }
  if (spec?.needsPositive?.(balance.arguments) !== true) return
  for (const [task, checked] of model.tasks) {
    if (checked === undefined || losses.get(checked.loss.name)?.mayBeNegative?.(checked.loss.arguments) !== true) continue
    const related = [{ span: checked.loss.span, message: 'its loss is chosen here' }]
    session.report(tasks.lossMayBeNegative({ balance: balance.name, task, loss: checked.loss.name }, { span: balance.span, related }))
  }
}
