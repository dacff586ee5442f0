import { inputOf, numberOf, ones, sizeAt, zeros, type Extern } from '../extern.js'

/** `scale` f32[D] from 1 and `bias` f32[D] from 0. */
export const layerNorm: Extern = {
  name: 'LayerNorm',
  lower(context) {
    const x = inputOf(context)
    const shape = [sizeAt(context.builder, x, -1)]
    return context.builder.add('layer_norm', [x, context.parameter('scale', shape, ones), context.parameter('bias', shape, zeros)], {
      epsilon: numberOf(context, 'epsilon', 1e-5),
    })
  },
}
