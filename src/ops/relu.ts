import { unary } from './elementwise.js'

export const relu = unary({
  name: 'relu',
  doc: 'max(x, 0)',
  onnx: 'Relu',
  value: (x) => Math.max(x, 0),
  gradient: ({ writer, y, dy }) => writer.add('mul', [dy, writer.add('positive_mask', [y])]),
  rising: true,
  quantization: { role: 'activation', cut: true },
})
