import type { Importance } from './importance.js'

export const l2: Importance = {
  name: 'l2',
  doc: 'the sum of the squares of a channel’s weights',
  source: 'Fang et al. 2023, DepGraph, section 3.3',
  needsGradients: false,
  term: (weight) => weight * weight,
  finish: (sum) => sum,
}
