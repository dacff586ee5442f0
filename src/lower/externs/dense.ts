import { fanInUniform, flagOf, inputOf, numberOf, sizeAt, type Extern } from '../extern.js'

/** `weight` f32[units, D] and `bias` f32[units], both uniform within ±1/√D. */
export const dense: Extern = {
  name: 'Dense',
  lower(context) {
    const x = inputOf(context)
    const size = sizeAt(context.builder, x, -1)
    const units = numberOf(context, 'units')
    const weight = context.parameter('weight', [units, size], fanInUniform(size))
    const bias = flagOf(context, 'bias', true) ? [context.parameter('bias', [units], fanInUniform(size))] : []
    return context.builder.add('dense', [x, weight, ...bias])
  },
}
