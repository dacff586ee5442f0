import { inputOf, numberOf, ones, reshaped, sampleShape, zeros, type Extern } from '../extern.js'

/** (x − mean) / √(variance + epsilon) over each group, then `scale` and `bias` per channel. */
export const groupNorm: Extern = {
  name: 'GroupNorm',
  lower(context) {
    const { builder } = context
    const x = inputOf(context)
    const shape = sampleShape(builder, x)
    const [channels = 1, ...spatial] = shape
    const groups = numberOf(context, 'groups')
    const size = shape.reduce((product, dim) => product * dim, 1) / groups
    const over = { axes: [2], keepdims: true }

    const grouped = reshaped(builder, x, [groups, size])
    const centred = builder.add('sub', [grouped, builder.add('mean', [grouped], over)])
    const variance = builder.add('mean', [builder.add('mul', [centred, centred])], over)
    const deviation = builder.add('sqrt', [builder.add('add', [variance, builder.scalar(numberOf(context, 'epsilon', 1e-5))])])
    const normal = reshaped(builder, builder.add('div', [centred, deviation]), shape)

    const perChannel = [channels, ...spatial.map(() => 1)]
    const scaled = builder.add('mul', [normal, context.parameter('scale', perChannel, ones)])
    return builder.add('add', [scaled, context.parameter('bias', perChannel, zeros)])
  },
}
