import { numberOf, stepsOf } from '../arguments.js'
import { warmupFactor, type Schedule } from './schedule.js'

/** `step(every, factor, warmup)`; `every` is in epochs unless it says steps. */
export const step: Schedule = {
  name: 'step',
  doc: 'multiplies the learning rate by `factor` after each `every`',
  factor(moment, method) {
    const every = Math.max(1, Math.round(stepsOf(method, 'every', moment.stepsPerEpoch)))
    return warmupFactor(moment, method) * numberOf(method, 'factor') ** Math.floor(moment.step / every)
  },
}
