import { unary } from './elementwise.js'

export const exp = unary({
  name: 'exp',
  doc: 'eˣ',
  onnx: 'Exp',
  value: Math.exp,
  gradient: ({ writer, y, dy }) => writer.add('mul', [dy, y]),
})
