/** What curves are drawn from: a function of a run's events. */
import type { Begin, Progress } from '../../../train/progress.js'
import type { Metrics } from '../../../train/types.js'
import { emptyCurve, extended, type Curve } from '../curve.js'

type Curves = Readonly<Record<string, Curve>>

export interface History {
  readonly about: Begin
  /** Steps done. */
  readonly step: number
  readonly losses: Curves
  readonly taskWeights: Curves
  readonly rate: Curve
  readonly gradientNorm: Curve
  readonly validations: readonly { readonly epoch: number; readonly step: number; readonly metrics: Metrics }[]
  readonly bestEpoch?: number
}

/** Points of a curve, at most. */
const most = 400

/** Undefined before a run has begun. A run that goes on begins again, with what it told before. */
export function remembered(history: History | undefined, event: Progress): History | undefined {
  if (event.kind === 'begin') {
    if (history !== undefined && event.step > 0) return { ...history, about: event }
    return { about: event, step: event.step, losses: {}, taskWeights: {}, rate: emptyCurve, gradientNorm: emptyCurve, validations: [] }
  }
  if (history === undefined) return undefined
  if (event.kind === 'step') {
    const { step } = event
    const add = (curve: Curve | undefined, value: number | undefined): Curve =>
      value === undefined || !Number.isFinite(value) ? (curve ?? emptyCurve) : extended(curve ?? emptyCurve, { step, value }, most)
    const all = (curves: Curves, values: Readonly<Record<string, number>>): Curves =>
      ({ ...curves, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, add(curves[name], value)])) })
    return {
      ...history,
      step,
      losses: all(history.losses, event.losses),
      taskWeights: all(history.taskWeights, event.taskWeights),
      rate: add(history.rate, event.rate),
      gradientNorm: add(history.gradientNorm, event.gradientNorm),
    }
  }
  if (event.kind !== 'epoch') return history
  const { epoch, step, validation, best } = event
  return { ...history, step, validations: [...history.validations, { epoch, step, metrics: validation }], ...(best ? { bestEpoch: epoch } : {}) }
}
