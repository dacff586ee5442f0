import { map } from './elementwise.js'
import type { Op } from './op.js'
import { broadcast, fail, operand, operands, sumTo, tieElementwise } from './shapes.js'

/** `where(condition, a, b) : bool[S], T[S], T[S] → T[S]`, broadcast. */
export const where: Op = {
  name: 'where',
  doc: 'a where the condition holds, else b',
  infer(inputs) {
    operands('where', inputs, 3)
    operand('where', inputs, 0, ['bool'])
    const [, a, b] = inputs
    if (a === undefined || a.dtype !== b?.dtype) fail('where', 'both choices need the same element type')
    return [{ dtype: a.dtype, shape: broadcast('where', ...inputs.map(({ shape }) => shape)) }]
  },
  vjp({ writer, inputs: [condition, a, b], gradients: [dy] }) {
    if (condition === undefined || a === undefined || b === undefined || dy === undefined) return []
    if (writer.typeOf(a).dtype !== 'f32') return []
    const zero = writer.scalar(0)
    return [
      undefined,
      sumTo(writer, writer.add('where', [condition, dy, zero]), a),
      sumTo(writer, writer.add('where', [condition, zero, dy]), b),
    ]
  },
  onnx: (writer) => void writer.node('Where', writer.inputs, {}, writer.outputs),
  evaluate(tensors) {
    const [, a] = tensors
    if (a === undefined) return []
    const shape = broadcast('where', ...tensors.map((tensor) => tensor.shape)).map(Number)
    return [map(a.dtype, shape, tensors, ([condition, p = 0, q = 0]) => (condition === 1 ? p : q))]
  },
  channels: tieElementwise,
}
