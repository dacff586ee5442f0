import { unary } from './elementwise.js'

export const abs = unary({
  name: 'abs',
  doc: 'the absolute value',
  onnx: 'Abs',
  value: Math.abs,
  gradient: ({ writer, x, dy }) => writer.add('mul', [dy, writer.add('sign', [x])]),
})
