import { binary } from './elementwise.js'

export const div = binary({
  name: 'div',
  doc: 'a / b',
  onnx: 'Div',
  value: (a, b) => a / b,
  gradient: ({ writer, b, y, dy }) => ({
    a: () => writer.add('div', [dy, b]),
    b: () => writer.add('neg', [writer.add('mul', [dy, writer.add('div', [y, b])])]),
  }),
  neutral: { value: 1, side: 'right' },
})
