import type { Calibrator } from './calibrator.js'

export const minmax: Calibrator = {
  name: 'minmax',
  doc: 'the smallest and the largest value that came up: nothing is cut',
  source: 'Jacob et al. 2018, Quantization and Training of Neural Networks, section 3',
  range: ({ min, max, count }) => (count === 0 ? { min: 0, max: 0 } : { min, max }),
}
