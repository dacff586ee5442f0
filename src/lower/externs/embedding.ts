import { inputOf, numberOf, type Extern } from '../extern.js'

/** `weight` f32[vocab, dim], normal with variance 1/dim: a row has length 1 in expectation. */
export const embedding: Extern = {
  name: 'Embedding',
  lower(context) {
    const [vocab, dim] = [numberOf(context, 'vocab'), numberOf(context, 'dim')]
    const weight = context.parameter('weight', [vocab, dim], { kind: 'normal', std: 1 / Math.sqrt(dim) })
    return context.builder.add('embedding', [weight, inputOf(context)])
  },
}
