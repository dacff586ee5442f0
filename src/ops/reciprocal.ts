import { unary } from './elementwise.js'

export const reciprocal = unary({
  name: 'reciprocal',
  doc: '1 / x',
  onnx: 'Reciprocal',
  value: (x) => 1 / x,
  gradient: ({ writer, y, dy }) => writer.add('neg', [writer.add('mul', [dy, writer.add('square', [y])])]),
})
