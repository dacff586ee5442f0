import type { Importance } from './importance.js'

export const taylor: Importance = {
  name: 'taylor',
  doc: 'the squared first-order change of a task’s loss when the channel’s weights go to zero',
  source: 'Molchanov et al. 2019, Importance Estimation for Neural Network Pruning, equation 8',
  needsGradients: true,
  term: (weight, gradient) => weight * gradient,
  finish: (sum) => sum * sum,
}
