import { numberOf } from '../arguments.js'
import type { Average } from './average.js'

/**
 * `ema(decay)`: a ← d a + (1 − d) θ with d = min(decay, (1 + t) / (10 + t)), t the updates done. The shorter memory at the start
 * forgets the weights that the training began with.
 */
export const ema: Average = {
  name: 'ema',
  doc: 'an exponential moving average, short at the start',
  source: 'Polyak, Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control Optim. 30(4), 1992; the warm-up is TensorFlow’s',
  blend: (method, step) => 1 - Math.min(numberOf(method, 'decay'), (1 + step) / (10 + step)),
}
