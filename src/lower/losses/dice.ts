import { numberOf } from '../../check/methods/given.js'
import type { Loss } from './loss.js'
import { overlapLoss } from './regions.js'

/** 1 − (2 Σ p·g + s) / (Σ p + Σ g + s) of each sample (Milletari et al. 2016, with plain sums below, as most write it). */
export const dice: Loss = {
  name: 'dice',
  doc: 'one minus twice the overlap over the sum of both sizes',
  targets: ['mask', 'labels'],
  // Half of everything: what dice adds is there twice above.
  lower: (context) => ({ sum: overlapLoss(context, { above: 0.5, below: 0.5, smooth: numberOf(context.method, 'smooth') / 2 }) }),
}
