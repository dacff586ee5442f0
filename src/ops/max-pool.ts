import { poolGeometry, windows } from './geometry.js'
import type { Op } from './op.js'
import { operand, operands, tie } from './shapes.js'

/** `max_pool(x) {kernel, stride, pads} : f32[N, C, H, W] → f32[N, C, H', W']`; padding never wins. */
export const maxPool: Op = {
  name: 'max_pool',
  doc: 'the largest value of each window',
  infer(inputs, attributes) {
    operands('max_pool', inputs, 1)
    const x = operand('max_pool', inputs, 0)
    return [{ dtype: 'f32', shape: [...x.shape.slice(0, 2), ...poolGeometry('max_pool', x, attributes).out] }]
  },
  vjp({ writer, inputs: [x], outputs: [y], gradients: [dy], attributes }) {
    if (x === undefined || y === undefined || dy === undefined) return []
    return [writer.add('max_pool_gradient', [dy, x, y], attributes)]
  },
  onnx(writer, attributes) {
    const [x] = writer.inputTypes
    if (x !== undefined) writer.node('MaxPool', writer.inputs, windows(poolGeometry('max_pool', x, attributes)), writer.outputs)
  },
  channels: () => [tie(0, 0, 0), tie(0, 1, 1)],
  selects: true,
  quantization: { role: 'pass' },
}
