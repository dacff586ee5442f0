import { unary } from './elementwise.js'

/** x · sigmoid(x), also called swish (Elfwing et al. 2018). */
export const silu = unary({
  name: 'silu',
  doc: 'x · sigmoid(x)',
  onnx: (writer, x) => void writer.node('Mul', [x, writer.node('Sigmoid', [x])], {}, writer.outputs),
  value: (x) => x / (1 + Math.exp(-x)),
  gradient({ writer, x, y, dy }) {
    // s + y·(1 − s)
    const s = writer.add('sigmoid', [x])
    const rest = writer.add('mul', [y, writer.add('sub', [writer.scalar(1), s])])
    return writer.add('mul', [dy, writer.add('add', [s, rest])])
  },
})
