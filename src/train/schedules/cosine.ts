import { numberOf } from '../arguments.js'
import { afterWarmup, halfCosine, type Schedule } from './schedule.js'

/**
 * `cosine(warmup, final, restarts, growth)`: half a cosine from 1 to `final` over what the warm-up leaves; with restarts r, r + 1
 * times, each round `growth` times as long as the one before (Loshchilov & Hutter, SGDR, ICLR 2017, section 3).
 */
export const cosine: Schedule = {
  name: 'cosine',
  doc: 'falls along half a cosine to `final` of the learning rate, after a warm-up; with `restarts`, several times',
  factor(moment, method) {
    const [restarts, growth] = [numberOf(method, 'restarts'), numberOf(method, 'growth')]
    const lengths = Array.from({ length: restarts + 1 }, (_, round) => growth ** round)
    const rounds = lengths.reduce((sum, length) => sum + length, 0)
    return afterWarmup(moment, method, (done, whole) => {
      // Multiplied first: a round that is a whole number of steps ends with a step.
      let into = (done * rounds) / whole
      let round = 0
      while (round < restarts && into >= (lengths[round] ?? 0)) into -= lengths[round++] ?? 0
      return halfCosine(Math.min(1, into / (lengths[round] ?? 1)), numberOf(method, 'final'))
    })
  },
}
