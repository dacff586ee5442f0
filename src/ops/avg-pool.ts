import { poolGeometry, windows } from './geometry.js'
import type { Op } from './op.js'
import { operand, operands, tie } from './shapes.js'

/** `avg_pool(x) {kernel, stride, pads} : f32[N, C, H, W] → f32[N, C, H', W']`; padding does not count. */
export const avgPool: Op = {
  name: 'avg_pool',
  doc: 'the mean of each window',
  infer(inputs, attributes) {
    operands('avg_pool', inputs, 1)
    const x = operand('avg_pool', inputs, 0)
    return [{ dtype: 'f32', shape: [...x.shape.slice(0, 2), ...poolGeometry('avg_pool', x, attributes).out] }]
  },
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    return x === undefined || dy === undefined ? [] : [writer.add('avg_pool_gradient', [dy, x], attributes)]
  },
  onnx(writer, attributes) {
    const [x] = writer.inputTypes
    if (x !== undefined) writer.node('AveragePool', writer.inputs, windows(poolGeometry('avg_pool', x, attributes)), writer.outputs)
  },
  channels: () => [tie(0, 0, 0), tie(0, 1, 1)],
  quantization: { role: 'activation' },
}
