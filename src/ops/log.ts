import { unary } from './elementwise.js'

export const log = unary({
  name: 'log',
  doc: 'the natural logarithm',
  onnx: 'Log',
  value: Math.log,
  gradient: ({ writer, x, dy }) => writer.add('div', [dy, x]),
})
