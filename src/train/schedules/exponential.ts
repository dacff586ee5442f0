import { numberOf, stepsOf } from '../arguments.js'
import { afterWarmup, type Schedule } from './schedule.js'

/** `exponential(factor, every, warmup)`: `factor` to the power of step / `every`, a little with each step after the warm-up. */
export const exponential: Schedule = {
  name: 'exponential',
  doc: 'falls evenly, by `factor` over each `every`',
  factor: (moment, method) =>
    afterWarmup(moment, method, (done) => numberOf(method, 'factor') ** (done / stepsOf(method, 'every', moment.stepsPerEpoch))),
}
