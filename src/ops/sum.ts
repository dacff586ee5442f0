import { f32 } from '../types/tensor.js'
import { boolean } from './attributes.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { reduction } from './reduce.js'
import { axesOf } from './shapes.js'

const reduced = reduction({
  name: 'sum',
  doc: 'the sum over axes',
  onnx: 'ReduceSum',
  start: 0,
  step: (total, value) => total + value,
  gradient: ({ writer, x, dy }) => writer.add('broadcast_to', [dy, x]),
})

/**
 * `sum(x) {axes, keepdims}`. Over all axes but the last, as for the gradient of a bias, it is a row of ones times x: the runtime multiplies faster
 * than it sums rows, by several times on two threads.
 */
export const sum: Op = {
  ...reduced,
  onnx(writer, attributes) {
    const [{ dtype, shape } = { dtype: 'f32', shape: [] }] = writer.inputTypes
    const width = shape.at(-1)
    const ofRows = axesOf('sum', shape.length, attributes).join() === shape.slice(1).map((_, axis) => axis).join()
    if (shape.length < 2 || dtype !== 'f32' || typeof width !== 'number' || boolean(attributes, 'keepdims', false) || !ofRows) return reduced.onnx(writer, attributes)
    const [x = ''] = writer.inputs
    const rows = shape.length === 2 ? x : writer.node('Reshape', [x, ints(writer, [-1, width])])
    const ones = writer.node('Expand', [writer.constant(f32([1], [1])), writer.node('Shape', [rows], { start: 0, end: 1 })])
    writer.node('MatMul', [ones, rows], {}, writer.outputs)
  },
}
