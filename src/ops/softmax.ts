import { number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, operand, operands, tieAxes } from './shapes.js'

/** `softmax(x) {axis}`: eˣ over its sum along an axis, the last by default. */
export const softmax: Op = {
  name: 'softmax',
  doc: 'eˣ over its sum along an axis',
  infer(inputs, attributes) {
    operands('softmax', inputs, 1)
    const x = operand('softmax', inputs, 0)
    axisOf('softmax', x.shape.length, number(attributes, 'axis', -1))
    return [x]
  },
  cheap: true,
  vjp({ writer, outputs: [y], gradients: [dy], attributes }) {
    if (y === undefined || dy === undefined) return []
    const along = writer.add('sum', [writer.add('mul', [dy, y])], { axes: [number(attributes, 'axis', -1)], keepdims: true })
    return [writer.add('mul', [y, writer.add('sub', [dy, along])])]
  },
  onnx: (writer, attributes) => void writer.node('Softmax', writer.inputs, { axis: number(attributes, 'axis', -1) }, writer.outputs),
  // What goes from the axis itself would change the values that stay.
  channels: (inputs, _outputs, attributes) =>
    tieAxes(inputs, [axisOf('softmax', inputs[0]?.shape.length ?? 0, number(attributes, 'axis', -1))]),
}
