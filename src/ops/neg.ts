import { unary } from './elementwise.js'

export const neg = unary({
  name: 'neg',
  doc: '−x',
  onnx: 'Neg',
  value: (x) => -x,
  gradient: ({ writer, dy }) => writer.add('neg', [dy]),
})
