import type { TypedMethod } from '../../check/typed.js'
import { stepsOf } from '../arguments.js'

/** Where a run stands: `step` counts updates from 0 over all epochs, of `total`. */
export interface Moment {
  readonly step: number
  readonly stepsPerEpoch: number
  readonly total: number
  /** What the schedule remembers of the validations so far. */
  readonly seen?: Seen | undefined
}

/** What a schedule that watches the validation part keeps; JSON, a part of the run's state. */
export interface Seen {
  /** The best score so far; absent where none was measured. */
  readonly best?: number
  /** Epochs since then, or since the last drop. */
  readonly waited: number
  /** How often the learning rate was lowered. */
  readonly drops: number
}

/** What the learning rate is multiplied by at a step. Pure, so that a resumed run goes on exactly. */
export interface Schedule {
  readonly name: string
  readonly doc: string
  factor(moment: Moment, method: TypedMethod): number
  /** What is remembered after an epoch whose validation scored `score`, higher better. Absent: the schedule watches nothing. */
  watch?(seen: Seen | undefined, score: number | undefined, method: TypedMethod): Seen
}

/** Steps of the linear warm-up. */
export const warmupOf = (moment: Moment, method: TypedMethod): number =>
  stepsOf(method, 'warmup', moment.stepsPerEpoch)

/** Rises linearly over the warm-up, ending at 1 with its last step; 1 afterwards. */
export function warmupFactor(moment: Moment, method: TypedMethod): number {
  const steps = warmupOf(moment, method)
  return moment.step < steps ? Math.min(1, (moment.step + 1) / steps) : 1
}

/** The warm-up, and after it `curve` of the steps done since, of those that it leaves. */
export function afterWarmup(moment: Moment, method: TypedMethod, curve: (done: number, whole: number) => number): number {
  const warmup = warmupOf(moment, method)
  if (moment.step < warmup) return warmupFactor(moment, method)
  const whole = Math.max(1, moment.total - warmup)
  return curve(Math.min(whole, moment.step - warmup), whole)
}

/** From 1 to `to` along half a cosine. */
export const halfCosine = (progress: number, to: number): number => to + (1 - to) * 0.5 * (1 + Math.cos(Math.PI * progress))
