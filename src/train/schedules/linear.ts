import { numberOf } from '../arguments.js'
import { afterWarmup, type Schedule } from './schedule.js'

/** `linear(final, warmup)`: a straight line from 1 to `final` over what the warm-up leaves. */
export const linear: Schedule = {
  name: 'linear',
  doc: 'falls in a straight line to `final` of the learning rate, after a warm-up',
  factor: (moment, method) => afterWarmup(moment, method, (done, whole) => 1 + ((numberOf(method, 'final') - 1) * done) / whole),
}
