import { binary } from './elementwise.js'

/** Where both are equal the gradient goes to `b`. */
export const minimum = binary({
  name: 'minimum',
  doc: 'the smaller of a and b',
  onnx: 'Min',
  value: (a, b) => Math.min(a, b),
  gradient: ({ writer, a, b, dy }) => {
    const chosen = writer.add('positive_mask', [writer.add('sub', [b, a])])
    return {
      a: () => writer.add('mul', [dy, chosen]),
      b: () => writer.add('mul', [dy, writer.add('sub', [writer.scalar(1), chosen])]),
    }
  },
})
