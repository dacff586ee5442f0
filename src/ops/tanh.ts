import { unary } from './elementwise.js'

export const tanh = unary({
  name: 'tanh',
  doc: 'the hyperbolic tangent',
  onnx: 'Tanh',
  value: Math.tanh,
  gradient: ({ writer, y, dy }) => writer.add('mul', [dy, writer.add('sub', [writer.scalar(1), writer.add('square', [y])])]),
  rising: true,
})
