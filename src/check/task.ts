/** `task`: its prediction against the field of its target, its loss, weight and metrics. */
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Method, TaskStatement } from '../syntax/ast.js'
import type { TargetType } from '../types/field.js'
import { formatField, predictionTensor } from '../types/fields.js'
import { formatType, sameType, type TensorType } from '../types/tensor.js'
import type { CheckedData } from './data.js'
import { defaultLoss, losses, type LossSpec } from './methods/losses.js'
import { defaultMetrics, metrics, type MetricSpec } from './methods/metrics.js'
import type { Methods } from './methods/method.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import { checkArguments, checkSetting, defaultMethod, methodSpec } from './settings.js'
import type { TypedExpression, TypedField, TypedMethod, TypedTask } from './typed.js'
import { describe } from './values.js'

export function checkTask(session: Session, statement: TaskStatement, scope: Scope, data: CheckedData | undefined): TypedTask | undefined {
  const name = statement.name.text
  const target = data?.targets.get(name)
  if (data !== undefined && !data.targets.has(name)) {
    const known = [...data.targets.keys()]
    const help = data.inputs.has(name) ? { help: `\`${name}\` is an input of \`${data.name}\`; declare it as a target` } : {}
    session.report(tasks.taskWithoutTarget({ task: name, data: data.name, known: listed(known), ...nearest(name, known) }, { span: statement.name.span, ...help }))
  }
  const predict = prediction(session, statement, scope, target)
  const weight = statement.weight === undefined ? 1 : checkSetting(session, '`weight`', statement.weight, { type: 'float', default: 1, least: 0 }, scope)
  const loss = lossOf(session, statement, scope, target)
  const measured = metricsOf(session, statement, scope, target)
  if (target === undefined || predict === undefined || loss === undefined || measured === undefined || typeof weight !== 'number') return undefined
  return {
    name, ...(statement.doc === undefined ? {} : { doc: statement.doc }), target, predict, loss, weight, metrics: measured, span: statement.span,
  }
}

function prediction(session: Session, statement: TaskStatement, scope: Scope, target: TypedField<TargetType> | undefined): TypedExpression | undefined {
  const task = statement.name.text
  if (statement.predict === undefined) {
    session.report(tasks.taskWithoutPrediction({ task }, { span: statement.name.span }))
    return undefined
  }
  const value = session.evaluate(statement.predict, scope)
  if (value.kind === 'error') return undefined
  if (value.kind === 'tensor' && target === undefined) return value.expression
  const needed = target === undefined ? undefined : predictionTensor(target.type)
  if (value.kind === 'tensor' && target !== undefined && fits(value.expression.type, target.type)) return value.expression
  if (target === undefined || needed === undefined) {
    session.report(types.typeMismatch({ what: `task \`${task}\``, needed: 'a tensor', found: describe(value) }, { span: statement.predict.span }))
    return undefined
  }
  const field = formatField(target.type)
  const related = [{ span: target.span, message: `\`${task}\` is declared as ${field} here` }]
  const help = value.kind === 'tensor' ? advice(value.expression, needed) : undefined
  session.report(
    types.predictionMismatch(
      { task, found: describe(value), field, needed: formatType(needed) },
      { span: statement.predict.span, related, ...(help === undefined ? {} : { help }) },
    ),
  )
  return undefined
}

/** A number may also be predicted as a vector of one, as `Dense(1)` gives it. */
const fits = (type: TensorType, target: TargetType): boolean =>
  sameType(type, predictionTensor(target)) || (target.kind === 'number' && sameType(type, { dtype: 'f32', shape: [1] }))

/** The edit that would mend a prediction of the wrong shape. */
function advice(found: TypedExpression, needed: TensorType): string | undefined {
  const [size] = needed.shape
  const shape = found.type.shape
  if (found.type.dtype !== 'f32') return undefined
  const flat = shape.length > 1 ? 'flatten |> ' : ''
  if (size === undefined) return `end the prediction with \`|> ${flat}Dense(1)\``
  if (flat === '' && found.kind === 'apply' && found.extern === 'Dense') return `change \`Dense(${String(found.statics['units'])})\` to \`Dense(${size})\``
  return `end the prediction with \`|> ${flat}Dense(${size})\``
}

/** Methods of a table that this version has for a kind of target. */
const fitting = (table: Methods<LossSpec | MetricSpec>, kind: TargetType['kind']): string =>
  listed([...table].flatMap(([name, spec]) => (spec.implemented && spec.fits.includes(kind) ? [name] : [])))

function lossOf(session: Session, { name, loss }: TaskStatement, scope: Scope, target: TypedField<TargetType> | undefined): TypedMethod | undefined {
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
  return checkArguments(session, loss.name.text, loss.arguments, spec, scope, loss.span)
}

function metricsOf(session: Session, statement: TaskStatement, scope: Scope, target: TypedField<TargetType> | undefined): readonly TypedMethod[] | undefined {
  const { name } = statement
  if (statement.metrics === undefined) {
    if (target === undefined) return undefined
    return defaultMetrics[target.type.kind].map((metric) => ({ name: metric, arguments: {}, span: name.span }))
  }
  const seen = new Set<string>()
  const found = statement.metrics.map((metric: Method) => {
    const spec = methodSpec(session, 'metric', metric.name, metrics)
    if (spec === undefined) return undefined
    if (seen.has(metric.name.text)) session.report(tasks.repeatedSetting({ setting: metric.name.text, where: `the metrics of \`${name.text}\`` }, { span: metric.span }))
    seen.add(metric.name.text)
    if (target !== undefined && !spec.fits.includes(target.type.kind)) {
      const { kind } = target.type
      session.report(
        tasks.metricMismatch(
          { task: name.text, metric: metric.name.text, field: formatField(target.type), fits: fitting(metrics, kind) },
          { span: metric.name.span, related: [{ span: target.span, message: 'the target is declared here' }] },
        ),
      )
      return undefined
    }
    return checkArguments(session, metric.name.text, metric.arguments, spec, scope, metric.span)
  })
  return found.every((metric) => metric !== undefined) ? found : undefined
}
