import { number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, operand, operands, tieAxes } from './shapes.js'

/** `log_softmax(x) {axis}`: x − log Σ eˣ along an axis, the last by default, without overflow. */
export const logSoftmax: Op = {
  name: 'log_softmax',
  doc: 'the logarithm of softmax',
  infer(inputs, attributes) {
    operands('log_softmax', inputs, 1)
    const x = operand('log_softmax', inputs, 0)
    axisOf('log_softmax', x.shape.length, number(attributes, 'axis', -1))
    return [x]
  },
  cheap: true,
  vjp({ writer, outputs: [y], gradients: [dy], attributes }) {
    if (y === undefined || dy === undefined) return []
    const total = writer.add('sum', [dy], { axes: [number(attributes, 'axis', -1)], keepdims: true })
    return [writer.add('sub', [dy, writer.add('mul', [writer.add('exp', [y]), total])])]
  },
  onnx: (writer, attributes) => void writer.node('LogSoftmax', writer.inputs, { axis: number(attributes, 'axis', -1) }, writer.outputs),
  // What goes from the axis itself would change the values that stay.
  channels: (inputs, _outputs, attributes) =>
    tieAxes(inputs, [axisOf('log_softmax', inputs[0]?.shape.length ?? 0, number(attributes, 'axis', -1))]),
}
