/** `task`: its prediction against the field of its target, its loss, weight and metrics. */
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Method, TaskStatement } from '../syntax/ast.js'
import type { TargetType } from '../types/field.js'
import { formatField } from '../types/fields.js'
import type { CheckedData } from './data.js'
import { defaultLoss, losses, type LossSpec } from './methods/losses.js'
import { float, notNegative, type Methods } from './methods/method.js'
import { defaultMetrics, metrics, type MetricSpec } from './methods/metrics.js'
import { checkPrediction, type Prediction } from './prediction.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import { checkArguments, checkSetting, defaultMethod, methodSpec, reportLater } from './settings.js'
import type { TypedField, TypedMethod, TypedTask } from './typed.js'
import { describe } from './values.js'

type Target = TypedField<TargetType> | undefined

/** Settings of a task that have one value. */
export const taskWeight = float('What its loss is multiplied by.', 1, notNegative)

export interface TaskFound {
  /** Absent where anything is wrong. */
  readonly task?: TypedTask
  /** What it is measured by, whatever else is wrong; absent where that itself is. */
  readonly metrics?: readonly TypedMethod[]
}

export function checkTask(session: Session, statement: TaskStatement, scope: Scope, data: CheckedData | undefined): TaskFound {
  const name = statement.name.text
  const target = data?.targets.get(name)
  if (data !== undefined && !data.targets.has(name)) {
    const known = [...data.targets.keys()]
    const help = data.inputs.has(name) ? { help: `\`${name}\` is an input of \`${data.name}\`; declare it as a target` } : {}
    session.report(tasks.taskWithoutTarget({ task: name, data: data.name, known: listed(known), ...nearest(name, known) }, { span: statement.name.span, ...help }))
  }
  const predict = prediction(session, statement, scope, target)
  const weight = statement.weight === undefined ? 1 : checkSetting(session, '`weight`', statement.weight, taskWeight, scope)
  const loss = lossOf(session, statement, scope, target, predict)
  const measured = metricsOf(session, statement, scope, target)
  if (target === undefined || predict === undefined || loss === undefined || measured === undefined || typeof weight !== 'number') {
    return measured === undefined ? {} : { metrics: measured }
  }
  const task: TypedTask = {
    name, ...(statement.doc === undefined ? {} : { doc: statement.doc }), target: { ...target, type: predict.type }, predict: predict.predict, loss, weight, metrics: measured, span: statement.span,
  }
  return { task, metrics: measured }
}

function prediction(session: Session, statement: TaskStatement, scope: Scope, target: Target): Prediction | undefined {
  const task = statement.name.text
  if (statement.predict === undefined) {
    session.report(tasks.taskWithoutPrediction({ task }, { span: statement.name.span }))
    return undefined
  }
  const value = session.evaluate(statement.predict, scope)
  if (value.kind === 'error') return undefined
  if (target !== undefined) return checkPrediction(session, task, value, target, statement.predict, scope.naming)
  // Without a target, nothing says that it may not be the maps of a detection head.
  if (value.kind !== 'tensor' && value.kind !== 'record' && value.kind !== 'list') {
    session.report(types.typeMismatch({ what: `task \`${task}\``, needed: 'a tensor', found: describe(value) }, { span: statement.predict.span }))
  }
  return undefined
}

/** Methods of a table for a kind of target: those that this version has, and all where it has none. */
function fitting(table: Methods<LossSpec | MetricSpec>, kind: TargetType['kind']): string {
  const all = [...table].filter(([, spec]) => spec.fits.includes(kind))
  const runs = all.filter(([, spec]) => spec.implemented)
  return listed((runs.length === 0 ? all : runs).map(([name]) => name))
}

function lossOf(
  session: Session, { name, loss }: TaskStatement, scope: Scope, target: Target, predict: Prediction | undefined,
): TypedMethod | undefined {
  if (loss === undefined) {
    if (target === undefined) return undefined
    const standard = defaultLoss[target.type.kind]
    const spec = losses.get(standard)
    return spec === undefined ? undefined : defaultMethod(standard, spec, name.span)
  }
  const spec = methodSpec(session, 'loss', loss.name, losses)
  if (spec === undefined) return undefined
  if (target !== undefined && !spec.fits.includes(target.type.kind)) {
    const { kind } = target.type
    session.report(
      tasks.lossMismatch(
        { task: name.text, loss: loss.name.text, field: formatField(target.type), fits: fitting(losses, kind) },
        { span: loss.name.span, related: [{ span: target.span, message: 'the target is declared here' }] },
      ),
    )
    return undefined
  }
  const typed = checkArguments(session, loss.name.text, loss.arguments, spec, scope, loss.span)
  const reason = typed === undefined || target === undefined ? undefined : spec.misfit?.(typed.arguments, target.type, predict?.predict.type)
  if (reason !== undefined) session.report(tasks.conflictingArguments({ of: loss.name.text, reason }, { span: loss.span }))
  reportLater(session, 'loss', loss.name, losses)
  return reason === undefined ? typed : undefined
}

function metricsOf(session: Session, statement: TaskStatement, scope: Scope, target: Target): readonly TypedMethod[] | undefined {
  const { name } = statement
  if (statement.metrics === undefined) {
    if (target === undefined) return undefined
    return defaultMetrics[target.type.kind].flatMap((metric) => {
      const spec = metrics.get(metric)
      return spec === undefined || spec.misfit?.(target.type) !== undefined ? [] : [defaultMethod(metric, spec, name.span)]
    })
  }
  const seen = new Set<string>()
  const found = statement.metrics.map((metric: Method) => {
    const spec = methodSpec(session, 'metric', metric.name, metrics)
    if (spec === undefined) return undefined
    if (seen.has(metric.name.text)) session.report(tasks.repeatedSetting({ setting: metric.name.text, where: `the metrics of \`${name.text}\`` }, { span: metric.span, edits: [session.without(metric.span)] }))
    seen.add(metric.name.text)
    const misfit = target === undefined ? undefined : spec.misfit?.(target.type)
    if (target !== undefined && (misfit !== undefined || !spec.fits.includes(target.type.kind))) {
      const { kind } = target.type
      session.report(
        tasks.metricMismatch(
          { task: name.text, metric: metric.name.text, field: formatField(target.type), fits: fitting(metrics, kind) },
          { span: metric.name.span, ...(misfit === undefined ? {} : { help: misfit }), related: [{ span: target.span, message: 'the target is declared here' }] },
        ),
      )
      return undefined
    }
    const typed = checkArguments(session, metric.name.text, metric.arguments, spec, scope, metric.span)
    reportLater(session, 'metric', metric.name, metrics)
    return typed
  })
  return found.every((metric) => metric !== undefined) ? found : undefined
}
