import { binary } from './elementwise.js'

export const sub = binary({
  name: 'sub',
  doc: 'a − b',
  onnx: 'Sub',
  value: (a, b) => a - b,
  gradient: ({ writer, dy }) => ({
    a: () => dy,
    b: () => writer.add('neg', [dy]),
  }),
  neutral: { value: 0, side: 'right' },
})
