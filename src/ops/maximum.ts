import { binary } from './elementwise.js'

/** Where both are equal the gradient goes to `b`. */
export const maximum = binary({
  name: 'maximum',
  doc: 'the larger of a and b',
  onnx: 'Max',
  value: (a, b) => Math.max(a, b),
  gradient: ({ writer, a, b, dy }) => {
    const chosen = writer.add('positive_mask', [writer.add('sub', [a, b])])
    return {
      a: () => writer.add('mul', [dy, chosen]),
      b: () => writer.add('mul', [dy, writer.add('sub', [writer.scalar(1), chosen])]),
    }
  },
})
