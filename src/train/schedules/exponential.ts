import { numberOf, stepsOf } from '../arguments.js'
import { warmupFactor, type Schedule } from './schedule.js'

/** `exponential(factor, every, warmup)`: `factor` to the power of step / `every`, a little with each step. */
export const exponential: Schedule = {
  name: 'exponential',
  doc: 'falls evenly, by `factor` over each `every`',
  factor: (moment, method) =>
    warmupFactor(moment, method) * numberOf(method, 'factor') ** (moment.step / stepsOf(method, 'every', moment.stepsPerEpoch)),
}
