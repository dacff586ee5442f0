import { elementCount } from '../types/tensor.js'
import { times } from './elementwise.js'
import { spatial } from './geometry.js'
import type { Op } from './op.js'
import { asTarget, operand, operands, tie } from './shapes.js'

/** `global_avg_pool(x) : f32[N, C, H, W] → f32[N, C]` */
export const globalAvgPool: Op = {
  name: 'global_avg_pool',
  doc: 'the mean of each channel',
  infer(inputs) {
    operands('global_avg_pool', inputs, 1)
    const x = operand('global_avg_pool', inputs, 0)
    spatial('global_avg_pool', x)
    return [{ dtype: 'f32', shape: x.shape.slice(0, 2) }]
  },
  vjp({ writer, inputs: [x], gradients: [dy] }) {
    if (x === undefined || dy === undefined) return []
    const count = elementCount(spatial('global_avg_pool', writer.typeOf(x)))
    const each = writer.add('reshape', [times(writer, dy, 1 / count)], { shape: [...asTarget(writer.typeOf(dy).shape), 1, 1] })
    return [writer.add('broadcast_to', [each, x])]
  },
  onnx(writer) {
    writer.node('Flatten', [writer.node('GlobalAveragePool', writer.inputs)], { axis: 1 }, writer.outputs)
  },
  channels: () => [tie(0, 0, 0), tie(0, 1, 1)],
  quantization: { role: 'activation' },
}
