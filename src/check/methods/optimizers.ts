import type { MethodParameter, Methods, MethodSpec } from './method.js'

const lr = (value: number): MethodParameter => ({ type: 'float', default: value, least: 0, open: 'least' })
const share = (value: number): MethodParameter => ({ type: 'float', default: value, least: 0, most: 1, open: 'most' })
const atLeastZero = (value: number): MethodParameter => ({ type: 'float', default: value, least: 0 })
const moments = { lr: lr(1e-3), beta1: share(0.9), beta2: share(0.999), eps: { type: 'float', default: 1e-8, least: 0, open: 'least' } } as const

export const optimizers: Methods = new Map<string, MethodSpec>([
  ['sgd', { implemented: true, parameters: { lr: lr(0.01), momentum: share(0.9), nesterov: { type: 'bool', default: false }, weight_decay: atLeastZero(0) } }],
  ['adam', { implemented: true, parameters: moments }],
  ['adamw', { implemented: true, parameters: { ...moments, weight_decay: atLeastZero(0.01) } }],
])
