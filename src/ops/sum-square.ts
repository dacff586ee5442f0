import { times } from './elementwise.js'
import type { Op } from './op.js'
import { reduction } from './reduce.js'
import { axesOf } from './shapes.js'

const { identity: _, onnx: reduced, ...rest } = reduction({
  name: 'sum_square',
  doc: 'the sum of squares over axes',
  onnx: 'ReduceSumSquare',
  start: 0,
  step: (total, value) => total + value * value,
  gradient: ({ writer, x, dy }) => writer.add('mul', [times(writer, x, 2), dy]),
})

/** `sum_square(x) {axes, keepdims}`: Σ x² in one pass, with no squares in memory. */
export const sumSquare: Op = {
  ...rest,
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    if (axesOf('sum_square', writer.inputTypes[0]?.shape.length ?? 0, attributes).length === 0) writer.node('Mul', [x, x], {}, writer.outputs)
    else reduced(writer, attributes)
  },
}
