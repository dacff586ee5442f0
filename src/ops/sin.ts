import { unary } from './elementwise.js'

export const sin = unary({
  name: 'sin',
  doc: 'the sine',
  onnx: 'Sin',
  value: Math.sin,
  gradient: ({ writer, x, dy }) => writer.add('mul', [dy, writer.add('cos', [x])]),
})
