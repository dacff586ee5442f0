import type { Importance } from './importance.js'

export const random: Importance = {
  name: 'random',
  doc: 'chance: the control that any other method must beat',
  source: 'Frankle et al. 2021, Pruning Neural Networks at Initialization, section 4',
  needsGradients: false,
  term: () => 0,
  finish: (_sum, draw) => draw,
}
