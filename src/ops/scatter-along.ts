import { number } from './attributes.js'
import { zerosLike } from './elementwise.js'
import type { Op } from './op.js'
import { axisOf, fail, operand, operands } from './shapes.js'
import { sameShape } from '../types/tensor.js'

/**
 * `scatter_along(dy, indices, x) {axis}`: adds each value of dy to zeros of x's shape, at its index along an axis. Values of x are not
 * read. It is the gradient of taking values out along an axis, each at a place of its own.
 */
export const scatterAlong: Op = {
  name: 'scatter_along',
  doc: 'values added up at their indices along an axis',
  infer(inputs) {
    operands('scatter_along', inputs, 3)
    if (!sameShape(operand('scatter_along', inputs, 0).shape, operand('scatter_along', inputs, 1, ['i64']).shape)) {
      fail('scatter_along', 'there needs to be an index for each value')
    }
    return [operand('scatter_along', inputs, 2)]
  },
  onnx(writer, attributes) {
    const [dy = '', indices = '', x = ''] = writer.inputs
    const shape = writer.inputTypes[2]?.shape ?? []
    const axis = axisOf('scatter_along', shape.length, number(attributes, 'axis', 0))
    writer.node('ScatterElements', [zerosLike(writer, x, shape), indices, dy], { axis, reduction: 'add' }, writer.outputs)
  },
}
