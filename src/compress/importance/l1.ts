import type { Importance } from './importance.js'

export const l1: Importance = {
  name: 'l1',
  doc: 'the sum of the magnitudes of a channel’s weights',
  source: 'Li et al. 2017, Pruning Filters for Efficient ConvNets',
  needsGradients: false,
  term: (weight) => Math.abs(weight),
  finish: (sum) => sum,
}
