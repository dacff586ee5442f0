import { numberOf } from '../../check/methods/given.js'
import type { Loss } from './loss.js'
import { overlapLoss } from './regions.js'

/** 1 − (Σ p·g + s) / (Σ p·g + α Σ p·(1 − g) + β Σ (1 − p)·g + s) of each sample (Salehi et al. 2017, equation 4). */
export const tversky: Loss = {
  name: 'tversky',
  doc: 'dice with weights of its own for what is found too much and too little',
  targets: ['mask', 'labels'],
  lower(context) {
    const [above, below, smooth] = [numberOf(context.method, 'alpha'), numberOf(context.method, 'beta'), numberOf(context.method, 'smooth')]
    return { sum: overlapLoss(context, { above, below, smooth }) }
  },
}
