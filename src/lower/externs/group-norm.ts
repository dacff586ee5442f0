import { inputOf, numberOf, ones, sizeAt, zeros, type Extern } from '../extern.js'

/** (x − mean) / √(variance + epsilon) over each group, then `scale` from 1 and `bias` from 0 per channel. */
export const groupNorm: Extern = {
  name: 'GroupNorm',
  lower(context) {
    const x = inputOf(context)
    const shape = [sizeAt(context.builder, x, 0)]
    return context.builder.add('group_norm', [x, context.parameter('scale', shape, ones), context.parameter('bias', shape, zeros)], {
      groups: numberOf(context, 'groups'),
      epsilon: numberOf(context, 'epsilon', 1e-5),
    })
  },
}
