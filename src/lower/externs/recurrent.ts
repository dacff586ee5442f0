import type { Init } from '../../ir/graph.js'
import { inputOf, numberOf, sizeAt, type Extern } from '../extern.js'

/** PyTorch's default for recurrent layers: uniform within ±1/√units. */
const initOf = (units: number): Init => ({ kind: 'uniform', bound: 1 / Math.sqrt(units) })

/** `weight` f32[3 · units, D], `recurrent` f32[3 · units, units], and a bias of each product, as PyTorch has it. */
const gru: Extern = {
  name: 'GRU',
  lower(context) {
    const x = inputOf(context)
    const units = numberOf(context, 'units')
    const init = initOf(units)
    const [weight, recurrent] = [context.parameter('weight', [3 * units, sizeAt(context.builder, x, -1)], init), context.parameter('recurrent', [3 * units, units], init)]
    const biases = ['bias', 'recurrent_bias'].map((name) => context.parameter(name, [3 * units], init))
    return context.builder.add('gru', [x, weight, recurrent, ...biases])
  },
}

/** `weight` f32[4 · units, D], `recurrent` f32[4 · units, units], and one bias, as Keras has it. */
const lstm: Extern = {
  name: 'LSTM',
  lower(context) {
    const x = inputOf(context)
    const units = numberOf(context, 'units')
    const init = initOf(units)
    const [weight, recurrent] = [context.parameter('weight', [4 * units, sizeAt(context.builder, x, -1)], init), context.parameter('recurrent', [4 * units, units], init)]
    return context.builder.add('lstm', [x, weight, recurrent, context.parameter('bias', [4 * units], init)])
  },
}

export const recurrent: readonly Extern[] = [gru, lstm]
