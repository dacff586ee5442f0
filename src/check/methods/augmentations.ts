import { laterAll, type Methods, type MethodSpec } from './method.js'

/** Steps of `augment`; their values are read where the data set is checked. */
export const augmentations: Methods = new Map<string, MethodSpec>([
  ['flip', { implemented: true, parameters: {} }],
  ['shift', { implemented: true, parameters: {} }],
  ['rotate', { implemented: true, parameters: {} }],
  ...laterAll('crop', 'scale', 'brightness', 'contrast', 'noise', 'erase'),
])
