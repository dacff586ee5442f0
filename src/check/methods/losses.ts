import type { FieldType } from '../../types/field.js'
import type { Methods, MethodSpec } from './method.js'

export interface LossSpec extends MethodSpec {
  /** Targets that it is defined for; none of this version's for those of later fields. */
  readonly fits: readonly FieldType['kind'][]
}

export const losses: Methods<LossSpec> = new Map<string, LossSpec>([
  ['cross_entropy', { implemented: true, fits: ['label'], parameters: { smoothing: { type: 'float', default: 0, least: 0, most: 1, open: 'most' } } }],
  ['mse', { implemented: true, fits: ['number', 'vector'], parameters: {} }],
  ['bce', { implemented: false, fits: [], parameters: {} }],
  ['dice', { implemented: false, fits: [], parameters: {} }],
])

/** The loss of a task that names none. */
export const defaultLoss = { label: 'cross_entropy', number: 'mse', vector: 'mse' } as const
