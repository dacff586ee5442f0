import type { GraphBuilder } from '../../ir/builder.js'
import type { ValueId } from '../../ir/graph.js'
import { aligned, axisOf, inputOf, numberOf, type Extern } from '../extern.js'

/** Of one tensor along an axis by `op`; of a list, element by element by `combine`. */
const reduction = (name: string, op: string, combine: (builder: GraphBuilder, values: readonly ValueId[]) => ValueId): Extern => ({
  name,
  lower(context) {
    const { builder, inputs } = context
    if (inputs.length > 1) return combine(builder, aligned(builder, inputs))
    const x = inputOf(context)
    return builder.add(op, [x], { axes: [axisOf(builder, x, numberOf(context, 'axis', -1))], keepdims: false })
  },
})

const chain = (op: string) => (builder: GraphBuilder, values: readonly ValueId[]) =>
  values.reduce((left, right) => builder.add(op, [left, right]))

export const reductions: readonly Extern[] = [
  reduction('sum', 'sum', chain('add')),
  reduction('mean', 'mean', (builder, values) =>
    builder.add('div', [chain('add')(builder, values), builder.scalar(values.length)]),
  ),
  reduction('max', 'reduce_max', chain('maximum')),
  reduction('min', 'reduce_min', chain('minimum')),
  reduction('prod', 'prod', chain('mul')),
  // Lists have none: its shape rule takes one tensor alone.
  reduction('log_sum_exp', 'log_sum_exp', chain('add')),
]
