import type { TypedMethod } from '../../check/typed.js'
import { stepsOf } from '../arguments.js'

/** Where a run stands: `step` counts from 0 over all epochs, of `total`. */
export interface Moment {
  readonly step: number
  readonly stepsPerEpoch: number
  readonly total: number
}

/** What the learning rate is multiplied by at a step. Pure, so that a resumed run goes on exactly. */
export interface Schedule {
  readonly name: string
  readonly doc: string
  factor(moment: Moment, method: TypedMethod): number
}

/** Steps of the linear warm-up. */
export const warmupOf = (moment: Moment, method: TypedMethod): number =>
  stepsOf(method, 'warmup', moment.stepsPerEpoch)

/** Rises linearly over the warm-up, ending at 1 with its last step; 1 afterwards. */
export function warmupFactor(moment: Moment, method: TypedMethod): number {
  const steps = warmupOf(moment, method)
  return moment.step < steps ? Math.min(1, (moment.step + 1) / steps) : 1
}
