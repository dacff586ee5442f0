import { unary, times } from './elementwise.js'

export const square = unary({
  name: 'square',
  doc: 'x · x',
  onnx: (writer, x) => void writer.node('Mul', [x, x], {}, writer.outputs),
  value: (x) => x * x,
  gradient: ({ writer, x, dy }) => writer.add('mul', [times(writer, dy, 2), x]),
})
