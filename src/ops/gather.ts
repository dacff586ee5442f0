import { number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, operand, operands, tie } from './shapes.js'

/** `gather(x, indices) {axis} : T[A, n, B], i64[I] → T[A, I, B]`: the values at `indices` along an axis. */
export const gather: Op = {
  name: 'gather',
  doc: 'the values at given indices along an axis',
  infer(inputs, attributes) {
    operands('gather', inputs, 2)
    const { dtype, shape } = operand('gather', inputs, 0, ['f32', 'i64', 'bool'])
    const indices = operand('gather', inputs, 1, ['i64'])
    const axis = axisOf('gather', shape.length, number(attributes, 'axis', 0))
    return [{ dtype, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }]
  },
  vjp({ writer, inputs: [x, indices], gradients: [dy], attributes }) {
    if (x === undefined || indices === undefined || dy === undefined || writer.typeOf(x).dtype !== 'f32') return []
    return [writer.add('gather_gradient', [dy, indices, x], attributes)]
  },
  onnx(writer, attributes) {
    const rank = writer.inputTypes[0]?.shape.length ?? 0
    writer.node('Gather', writer.inputs, { axis: axisOf('gather', rank, number(attributes, 'axis', 0)) }, writer.outputs)
  },
  channels([x, indices], _outputs, attributes) {
    if (x === undefined || indices === undefined) return []
    const axis = axisOf('gather', x.shape.length, number(attributes, 'axis', 0))
    const shift = indices.shape.length - 1
    return x.shape.flatMap((_, each) => (each === axis ? [] : [tie(0, each, each < axis ? each : each + shift)]))
  },
  quantization: { role: 'pass' },
}
