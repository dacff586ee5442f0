import { numberOf, stepsOf } from '../arguments.js'
import { afterWarmup, type Schedule } from './schedule.js'

/** `step(every, factor, warmup)`; `every` is in epochs unless it says steps, and counts from the end of the warm-up. */
export const step: Schedule = {
  name: 'step',
  doc: 'multiplies the learning rate by `factor` after each `every`',
  factor(moment, method) {
    const every = Math.max(1, Math.round(stepsOf(method, 'every', moment.stepsPerEpoch)))
    return afterWarmup(moment, method, (done) => numberOf(method, 'factor') ** Math.floor(done / every))
  },
}
