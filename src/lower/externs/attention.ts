import type { ValueId } from '../../ir/graph.js'
import { fanInUniform, inputOf, numberOf, reshaped, sampleShape, type Extern } from '../extern.js'

/** softmax(Q · Kᵀ / √(D / heads)) · V for each head; the four dense layers have `weight` f32[D, D] and `bias` f32[D]. */
export const attention: Extern = {
  name: 'Attention',
  lower(context) {
    const { builder } = context
    const x = inputOf(context)
    const [places = 1, size = 1] = sampleShape(builder, x)
    const heads = numberOf(context, 'heads')
    const dense = (name: string, value: ValueId): ValueId => {
      const init = fanInUniform(size)
      return builder.add('dense', [value, context.parameter(`${name}.weight`, [size, size], init), context.parameter(`${name}.bias`, [size], init)])
    }
    /** f32[T, D] → f32[heads, T, D / heads], or with the last two axes exchanged. */
    const parted = (name: string, last: readonly [number, number]): ValueId =>
      builder.add('transpose', [reshaped(builder, dense(name, x), [places, heads, size / heads])], { perm: [0, 2, ...last] })

    const product = builder.add('matmul', [parted('query', [1, 3]), parted('key', [3, 1])])
    const scores = builder.add('mul', [product, builder.scalar(1 / Math.sqrt(size / heads))])
    const read = builder.add('matmul', [builder.add('softmax', [scores], { axis: -1 }), parted('value', [1, 3])])
    return dense('output', reshaped(builder, builder.add('transpose', [read], { perm: [0, 2, 1, 3] }), [places, size]))
  },
}
