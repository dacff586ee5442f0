import { stepsIn, numberOf } from '../arguments.js'
import { warmupFactor, type Schedule } from './schedule.js'

/** `multistep(at, factor, warmup)`; the times are in epochs unless they say steps, and count from the start of the training. */
export const multistep: Schedule = {
  name: 'multistep',
  doc: 'multiplies the learning rate by `factor` at each of the given times',
  factor(moment, method) {
    const passed = stepsIn(method, 'at', moment.stepsPerEpoch).filter((time) => moment.step >= Math.round(time)).length
    return warmupFactor(moment, method) * numberOf(method, 'factor') ** passed
  },
}
