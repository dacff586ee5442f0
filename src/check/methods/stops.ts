import type { Methods, MethodSpec } from './method.js'

export const stops: Methods = new Map<string, MethodSpec>([
  ['early', { implemented: true, parameters: { patience: { type: 'int', default: 5, least: 1 }, metric: { type: 'metric' } } }],
])
