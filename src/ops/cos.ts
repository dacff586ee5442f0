import { unary } from './elementwise.js'

export const cos = unary({
  name: 'cos',
  doc: 'the cosine',
  onnx: 'Cos',
  value: Math.cos,
  gradient: ({ writer, x, dy }) => writer.add('neg', [writer.add('mul', [dy, writer.add('sin', [x])])]),
})
