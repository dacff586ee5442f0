import { numberOf } from '../arguments.js'
import { warmupFactor, type Schedule } from './schedule.js'

/**
 * `plateau(factor, patience, metric, final, warmup)`: times `factor` after `patience` epochs whose validation was no better than the
 * best one, which are then counted anew; never below `final`. Epochs that measure nothing are not counted.
 */
export const plateau: Schedule = {
  name: 'plateau',
  doc: 'multiplies the learning rate by `factor` where the validation part no longer gets better',
  factor: (moment, method) =>
    warmupFactor(moment, method) * Math.max(numberOf(method, 'final'), numberOf(method, 'factor') ** (moment.seen?.drops ?? 0)),
  watch(seen = { waited: 0, drops: 0 }, score, method) {
    if (score === undefined) return seen
    if (seen.best === undefined || score > seen.best) return { ...seen, best: score, waited: 0 }
    const waited = seen.waited + 1
    return waited < numberOf(method, 'patience') ? { ...seen, waited } : { ...seen, waited: 0, drops: seen.drops + 1 }
  },
}
