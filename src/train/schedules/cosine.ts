import { numberOf } from '../arguments.js'
import { warmupFactor, warmupOf, type Schedule } from './schedule.js'

/** `cosine(warmup, final)`: half a cosine from 1 to `final` (Loshchilov & Hutter 2017, without restarts). */
export const cosine: Schedule = {
  name: 'cosine',
  doc: 'falls along half a cosine to `final` of the learning rate, after a warm-up',
  factor(moment, method) {
    const warmup = warmupOf(moment, method)
    if (moment.step < warmup) return warmupFactor(moment, method)
    const final = numberOf(method, 'final')
    const progress = Math.min(1, (moment.step - warmup) / Math.max(1, moment.total - warmup))
    return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress))
  },
}
