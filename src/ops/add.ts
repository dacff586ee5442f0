import { binary } from './elementwise.js'

export const add = binary({
  name: 'add',
  doc: 'a + b',
  onnx: 'Add',
  value: (a, b) => a + b,
  gradient: ({ dy }) => ({
    a: () => dy,
    b: () => dy,
  }),
  neutral: { value: 0, side: 'both' },
  quantization: { role: 'activation' },
})
