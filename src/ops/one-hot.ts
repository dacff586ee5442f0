import { f32, i64 } from '../types/tensor.js'
import { number } from './attributes.js'
import type { Op } from './op.js'
import { operand, operands, tieAxes } from './shapes.js'

/** `one_hot(codes) {depth} : i64[S] → f32[S, depth]`: 1 at each code, 0 elsewhere; all 0 for codes outside. */
export const oneHot: Op = {
  name: 'one_hot',
  doc: 'a vector with a 1 at each code',
  infer(inputs, attributes) {
    operands('one_hot', inputs, 1)
    return [{ dtype: 'f32', shape: [...operand('one_hot', inputs, 0, ['i64']).shape, number(attributes, 'depth')] }]
  },
  vjp: () => [],
  onnx(writer, attributes) {
    const depth = number(attributes, 'depth')
    const [codes = ''] = writer.inputs
    // Negative codes would count from the end: they go out of range instead.
    const far = writer.constant(i64([], [depth]))
    const negative = writer.node('Less', [codes, writer.constant(i64([], [0]))])
    const safe = writer.node('Where', [negative, far, codes])
    writer.node('OneHot', [safe, far, writer.constant(f32([2], [0, 1]))], { axis: -1 }, writer.outputs)
  },
  channels: (inputs) => tieAxes(inputs),
}
