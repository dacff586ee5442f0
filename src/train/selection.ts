/** Which epoch's weights are kept: decided on the validation part alone. */
import type { TypedMethod, TypedModel } from '../check/typed.js'
import { textOf } from './arguments.js'
import { metricNamed } from './metrics/index.js'
import type { Metrics } from './types.js'

/** The metrics that are looked at, each by task and name. */
interface Watched {
  readonly task: string
  readonly metric: string
}

/** Each task's first metric; or what `stop early(metric = …)` or `schedule plateau(metric = …)` names, as `accuracy` or `left.accuracy`. */
function watched(model: TypedModel, watching: TypedMethod | undefined): readonly Watched[] {
  const all = model.tasks.flatMap(({ name, metrics }) => metrics.map((metric) => ({ task: name, metric: metric.name })))
  const wanted = watching === undefined ? undefined : textOf(watching, 'metric')
  const chosen = wanted === undefined ? [] : all.filter(({ task, metric }) => wanted === metric || wanted === `${task}.${metric}`)
  if (chosen.length > 0) return chosen
  return model.tasks.flatMap(({ name, metrics }) => metrics.slice(0, 1).map((metric) => ({ task: name, metric: metric.name })))
}

/**
 * One number for a validation, higher better: the mean over the watched metrics of the metric itself where
 * it is a ratio, and of 1 − value / first value where it has a unit of its own; `first` is the run's first
 * validation. A metric that is not a number (no targets) is left out; undefined where none is left.
 */
export function score(model: TypedModel, watching: TypedMethod | undefined, validation: Metrics, first: Metrics): number | undefined {
  const parts = watched(model, watching).flatMap(({ task, metric }) => {
    const value = validation[task]?.[metric]
    if (value === undefined || Number.isNaN(value)) return []
    const { direction, unit } = metricNamed(metric)
    const sign = direction === 'higher' ? 1 : -1
    if (unit === 'ratio') return [sign * value]
    const scale = Math.abs(first[task]?.[metric] ?? 1) || 1
    return [1 + (sign * value) / scale]
  })
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0) / parts.length
}
