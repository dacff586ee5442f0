import { epochs, later, laterAll, type MethodSpec, type Methods } from './method.js'

const prune: Methods = new Map<string, MethodSpec>([
  [
    'channels',
    {
      implemented: true,
      parameters: {
        importance: { type: ['taylor', 'l1', 'l2', 'random'], default: 'taylor' },
        // 0: the search over the budget decides.
        ratio: { type: 'float', default: 0, least: 0, most: 1, open: 'most' },
      },
    },
  ],
  ...laterAll('heads', 'weights'),
])

const quantize: Methods = new Map<string, MethodSpec>([
  [
    'int8',
    {
      implemented: true,
      parameters: {
        aware: { type: 'epochs', default: epochs(0), least: 0 },
        calibration: { type: ['minmax', 'percentile', 'mse', 'entropy'], default: 'percentile' },
        samples: { type: 'int', default: 512, least: 1 },
        per_channel: { type: 'bool', default: true },
      },
    },
  ],
  ...laterAll('int4', 'f16', 'mixed', 'dynamic'),
])

/** Passes by their word in a `compress` block; each names a method of its own. */
export const passes: ReadonlyMap<string, Methods> = new Map([
  ['prune', prune],
  ['quantize', quantize],
  ['factorize', new Map(laterAll('svd', 'tucker'))],
  ['cluster', new Map<string, MethodSpec>()],
])

/** Passes that stand by themselves, as `cluster(16)`. */
export const barePasses: Methods = new Map<string, MethodSpec>([['cluster', later]])

export const distillation: MethodSpec = {
  implemented: true,
  parameters: {
    temperature: { type: 'float', default: 4, least: 0, open: 'least' },
    /** How much of the loss is the teacher's. */
    share: { type: 'float', default: 0.5, least: 0, most: 1 },
  },
}
