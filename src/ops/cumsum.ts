import { i64 } from '../types/tensor.js'
import { cumulative, cumulativeOf } from './cumulative.js'

/** `cumsum(x) {axis, reverse, exclusive}`: the sum up to each place. */
export const cumsum = cumulative({
  name: 'cumsum',
  doc: 'the sum up to each place along an axis',
  start: 0,
  step: (total, value) => total + value,
  // What a place is added to lies behind it: the same sums from the other end.
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return []
    const { axis, reverse, exclusive } = cumulativeOf('cumsum', writer.typeOf(x), attributes)
    return [writer.add('cumsum', [dy], { axis, reverse: !reverse, exclusive })]
  },
  onnx(writer, attributes) {
    const [[x = ''], [type]] = [writer.inputs, writer.inputTypes]
    if (type === undefined) return
    const { axis, reverse, exclusive } = cumulativeOf('cumsum', type, attributes)
    writer.node('CumSum', [x, writer.constant(i64([], [axis]))], { reverse: Number(reverse), exclusive: Number(exclusive) }, writer.outputs)
  },
})
