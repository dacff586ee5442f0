import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { numberOf } from '../arguments.js'
import { adamDirection, adamScalars, adamSlots } from './adam.js'
import { given, type Optimizer } from './optimizer.js'

/** √Σ x² over all axes. */
const norm = (writer: Writer, value: ValueId): ValueId => writer.add('sqrt', [writer.add('sum_square', [value])])

/**
 * `lamb(lr, beta1, beta2, eps, weight_decay)`: Adam's direction u = m̂ / (√v̂ + ε) + λθ, and a step in proportion to the layer's
 * weights, θ ← θ − lr · ‖θ‖/‖u‖ · u. The ratio is 1 where either norm is 0, and for biases, norms and other vectors, as in
 * the authors' code: these begin at 0, from where a ratio would hardly let them go.
 */
export const lamb: Optimizer = {
  name: 'lamb',
  doc: 'Adam with steps in proportion to each layer’s weights',
  source: 'You et al., Large batch optimization for deep learning: training BERT in 76 minutes, ICLR 2020, algorithm 2',
  slots: adamSlots,
  scalars: (method, step, rate) => ({ rate, ...adamScalars(method, step) }),
  update(context) {
    const { writer, method, parameter, scalars } = context
    const { direction, slots } = adamDirection(context)
    const [rate, scale, decay] = [given(scalars, 'rate'), given(scalars, 'scale'), numberOf(method, 'weight_decay')]
    const step = (size: ValueId, along: ValueId) => ({ parameter: writer.add('sub', [parameter, writer.add('mul', [along, size])]), slots })
    if (writer.typeOf(parameter).shape.length < 2) return step(writer.add('mul', [rate, scale]), direction)
    const scaled = writer.add('mul', [direction, scale])
    const along = decay === 0 ? scaled : writer.add('add', [scaled, writer.add('mul', [parameter, writer.scalar(decay)])])
    const [weights, steps] = [norm(writer, parameter), norm(writer, along)]
    const both = writer.add('greater', [writer.add('minimum', [weights, steps]), writer.scalar(0)])
    const ratio = writer.add('where', [both, writer.add('div', [weights, steps]), writer.scalar(1)])
    return step(writer.add('mul', [rate, ratio]), along)
  },
}
