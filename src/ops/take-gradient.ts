import { i64 } from '../types/tensor.js'
import { ints, number32 } from './elementwise.js'
import type { Op } from './op.js'
import { axesFrom, operand, operands } from './shapes.js'
import { takenAxis, toFront } from './take.js'

/**
 * `take_gradient(dy, indices, x) {axis}`: adds the rows of dy to zeros of x's shape, each in its own sample at its index. Values of x
 * are not read. ScatterND with pairs of sample and index; an axis that is not next to the batch is moved there and back.
 */
export const takeGradient: Op = {
  name: 'take_gradient',
  doc: 'rows added up at the indices of their samples',
  infer(inputs) {
    operands('take_gradient', inputs, 3)
    operand('take_gradient', inputs, 0)
    operand('take_gradient', inputs, 1, ['i64'])
    return [operand('take_gradient', inputs, 2)]
  },
  onnx(writer, attributes) {
    const [[dy = '', indices = '', x = ''], [, places, type]] = [writer.inputs, writer.inputTypes]
    if (places === undefined || type === undefined) return
    const axis = takenAxis('take_gradient', type, places, attributes)
    const [rank, width] = [type.shape.length, places.shape.length - 1]
    // [N, A, I, B] → [N, I, A, B]
    const updates = axis === 1 ? dy : writer.node('Transpose', [dy], { perm: [0, ...axesFrom(axis, width), ...axesFrom(1, axis - 1), ...axesFrom(axis + width, rank - axis - 1)] })
    const size = writer.node('Shape', [indices], { start: 0, end: 1 })
    const samples = writer.node('Range', [writer.constant(i64([], [0])), writer.node('Squeeze', [size]), writer.constant(i64([], [1]))])
    const each = writer.node('Expand', [writer.node('Reshape', [samples, ints(writer, [-1, ...axesFrom(0, width).map(() => 1)])]), writer.node('Shape', [indices])])
    const pairs = writer.node('Concat', [each, indices].map((value) => writer.node('Unsqueeze', [value, ints(writer, [width + 1])])), { axis: width + 1 })
    const front = toFront(rank, axis)
    const shape = writer.node('Gather', [writer.node('Shape', [x]), ints(writer, front)])
    const blank = writer.node('Expand', [number32(writer, 0), shape])
    const sum = writer.node('ScatterND', [blank, pairs, updates], { reduction: 'add' }, axis === 1 ? writer.outputs : undefined)
    if (axis !== 1) writer.node('Transpose', [sum], { perm: axesFrom(0, rank).map((index) => front.indexOf(index)) }, writer.outputs)
  },
}
