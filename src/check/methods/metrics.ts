import type { FieldType } from '../../types/field.js'
import type { Methods, MethodSpec } from './method.js'

export interface MetricSpec extends MethodSpec {
  readonly fits: readonly FieldType['kind'][]
  readonly better: 'more' | 'less'
  /** `ratio`: at most 1, so that `%` and `pt` apply; `own`: in the target's unit. */
  readonly scale: 'ratio' | 'own'
}

const labels = { implemented: true, fits: ['label'], better: 'more', scale: 'ratio', parameters: {} } as const
const numbers = { implemented: true, fits: ['number', 'vector'], better: 'less', scale: 'own', parameters: {} } as const
const later = { implemented: false, fits: [], better: 'more', scale: 'ratio', parameters: {} } as const

export const metrics: Methods<MetricSpec> = new Map<string, MetricSpec>([
  ['accuracy', labels],
  ['macro_f1', labels],
  ['mae', numbers],
  ['rmse', numbers],
  ['r2', { ...numbers, better: 'more', scale: 'ratio' }],
  ['micro_f1', later],
  ['mean_ap', later],
  ['miou', later],
  ['pixel_accuracy', later],
  ['pck', later],
  ['token_accuracy', later],
  ['span_f1', later],
  ['perplexity', { ...later, better: 'less', scale: 'own' }],
  ['bleu', later],
  ['chrf', later],
])

/** The metrics of a task that names none. */
export const defaultMetrics = {
  label: ['accuracy', 'macro_f1'], number: ['mae', 'rmse', 'r2'], vector: ['mae', 'rmse', 'r2'],
} as const
