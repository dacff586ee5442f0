import { unary, times } from './elementwise.js'

export const sqrt = unary({
  name: 'sqrt',
  doc: 'the square root',
  onnx: 'Sqrt',
  value: Math.sqrt,
  gradient: ({ writer, y, dy }) => writer.add('div', [times(writer, dy, 0.5), y]),
})
