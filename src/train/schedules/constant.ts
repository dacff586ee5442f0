import { warmupFactor, type Schedule } from './schedule.js'

/** `constant(warmup)` */
export const constant: Schedule = {
  name: 'constant',
  doc: 'the same learning rate throughout, after a warm-up',
  factor: warmupFactor,
}
