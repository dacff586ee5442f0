import { zeros } from '../types/tensor.js'
import { number } from './attributes.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { axisOf, isStatic, operand, operands } from './shapes.js'

/**
 * `gather_gradient(dy, indices, x) {axis}`: adds the rows of dy to zeros of x's shape, at their indices. Values
 * of x are not read. ScatterND with `reduction = add`; an axis that is not the first is moved there and back.
 */
export const gatherGradient: Op = {
  name: 'gather_gradient',
  doc: 'rows added up at their indices',
  infer(inputs) {
    operands('gather_gradient', inputs, 3)
    operand('gather_gradient', inputs, 0)
    operand('gather_gradient', inputs, 1, ['i64'])
    return [operand('gather_gradient', inputs, 2)]
  },
  onnx(writer, attributes) {
    const [dy = '', indices = '', x = ''] = writer.inputs
    const [, places, target] = writer.inputTypes
    const shape = target?.shape ?? []
    const axis = axisOf('gather_gradient', shape.length, number(attributes, 'axis', 0))
    const width = places?.shape.length ?? 0
    const rows = writer.node('Unsqueeze', [indices, ints(writer, [width])])
    // Of dy: the axes of the indices first, then those before the gathered axis, then those behind it.
    const before = Array.from({ length: axis }, (_, index) => index)
    const behind = Array.from({ length: shape.length - axis - 1 }, (_, index) => index + axis + width)
    const own = Array.from({ length: width }, (_, index) => index + axis)
    const updates = axis === 0 ? dy : writer.node('Transpose', [dy], { perm: [...own, ...before, ...behind] })
    const others = shape.map((_, index) => index).filter((index) => index !== axis)
    const moved = [axis, ...others]
    const blank = isStatic(shape)
      ? writer.node('Expand', [writer.constant(zeros('f32', [])), ints(writer, moved.map((index) => shape[index] ?? 1))])
      : writer.node('ConstantOfShape', [writer.node('Gather', [writer.node('Shape', [x]), ints(writer, moved)])])
    const sum = writer.node('ScatterND', [blank, rows, updates], { reduction: 'add' }, axis === 0 ? writer.outputs : undefined)
    if (axis === 0) return
    writer.node('Transpose', [sum], { perm: shape.map((_, index) => moved.indexOf(index)) }, writer.outputs)
  },
}
