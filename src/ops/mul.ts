import { binary } from './elementwise.js'

export const mul = binary({
  name: 'mul',
  doc: 'a · b',
  onnx: 'Mul',
  value: (a, b) => a * b,
  gradient: ({ writer, a, b, dy }) => ({
    a: () => writer.add('mul', [dy, b]),
    b: () => writer.add('mul', [dy, a]),
  }),
  neutral: { value: 1, side: 'both' },
  quantization: { role: 'activation' },
})
