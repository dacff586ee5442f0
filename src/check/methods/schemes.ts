import { laterAll, type Methods, type MethodSpec } from './method.js'

/** What `share` can name. */
export const schemes: Methods = new Map<string, MethodSpec>([
  ['hard', { implemented: true, parameters: {} }],
  ['none', { implemented: true, parameters: {} }],
  ...laterAll('soft', 'cross_stitch', 'sluice', 'mtan', 'nddr', 'mmoe', 'cgc', 'ple', 'dselect_k', 'branch'),
])
