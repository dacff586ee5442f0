import type { Op } from './op.js'
import { fail, operand, operands, tie } from './shapes.js'

/** `embedding(weight, codes) : f32[V, D], i64[S] → f32[S, D]`: the rows of a table. */
export const embedding: Op = {
  name: 'embedding',
  doc: 'vectors looked up by code',
  infer(inputs) {
    operands('embedding', inputs, 2)
    const { shape } = operand('embedding', inputs, 0)
    const codes = operand('embedding', inputs, 1, ['i64'])
    const [, size] = shape
    if (shape.length !== 2 || size === undefined) fail('embedding', 'needs a table of rank 2')
    return [{ dtype: 'f32', shape: [...codes.shape, size] }]
  },
  vjp({ writer, inputs: [weight, codes], gradients: [dy] }) {
    if (weight === undefined || codes === undefined || dy === undefined) return []
    return [writer.add('gather_gradient', [dy, codes, weight], { axis: 0 })]
  },
  onnx: (writer) => void writer.node('Gather', writer.inputs, { axis: 0 }, writer.outputs),
  channels: ([, codes], [y]) => [
    tie(0, 1, (y?.shape.length ?? 1) - 1),
    ...(codes?.shape ?? []).map((_, axis) => tie(1, axis, axis)),
  ],
}
