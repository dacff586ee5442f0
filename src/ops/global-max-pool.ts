import { spatial } from './geometry.js'
import type { Op } from './op.js'
import { shared } from './reduce.js'
import { asTarget, operand, operands, tie } from './shapes.js'

/** `global_max_pool(x) : f32[N, C, H, W] → f32[N, C]`; values that tie for the largest share the gradient. */
export const globalMaxPool: Op = {
  name: 'global_max_pool',
  doc: 'the largest value of each channel',
  infer(inputs) {
    operands('global_max_pool', inputs, 1)
    const x = operand('global_max_pool', inputs, 0)
    spatial('global_max_pool', x)
    return [{ dtype: 'f32', shape: x.shape.slice(0, 2) }]
  },
  vjp({ writer, inputs: [x], outputs: [y], gradients: [dy] }) {
    if (x === undefined || y === undefined || dy === undefined) return []
    const shape = [...asTarget(writer.typeOf(dy).shape), 1, 1]
    const wide = (value: number): number => writer.add('reshape', [value], { shape })
    return [shared({ writer, x, y: wide(y), dy: wide(dy), axes: [2, 3] })]
  },
  onnx(writer) {
    writer.node('Flatten', [writer.node('GlobalMaxPool', writer.inputs)], { axis: 1 }, writer.outputs)
  },
  channels: () => [tie(0, 0, 0), tie(0, 1, 1)],
}
