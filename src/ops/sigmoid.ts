import { unary } from './elementwise.js'

export const sigmoid = unary({
  name: 'sigmoid',
  doc: '1 / (1 + e⁻ˣ)',
  onnx: 'Sigmoid',
  value: (x) => 1 / (1 + Math.exp(-x)),
  gradient: ({ writer, y, dy }) => writer.add('mul', [dy, writer.add('mul', [y, writer.add('sub', [writer.scalar(1), y])])]),
  rising: true,
  quantization: { role: 'activation' },
})
