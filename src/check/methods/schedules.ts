import { epochs, type MethodParameter, type Methods, type MethodSpec } from './method.js'

const warmup: MethodParameter = { type: 'stretch', default: epochs(0), least: 0 }

export const schedules: Methods = new Map<string, MethodSpec>([
  ['constant', { implemented: true, parameters: { warmup } }],
  [
    'step',
    {
      implemented: true,
      parameters: {
        every: { type: 'stretch', default: epochs(1), least: 0, open: 'least' }, factor: { type: 'float', default: 0.1, least: 0, open: 'least' }, warmup,
      },
    },
  ],
  ['cosine', { implemented: true, parameters: { warmup, final: { type: 'float', default: 0, least: 0, most: 1 } } }],
])
