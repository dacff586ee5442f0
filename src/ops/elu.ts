import { number } from './attributes.js'
import { unary } from './elementwise.js'
import { float } from './op.js'

/** `elu(x) {alpha}`: x where positive, alpha · (eˣ − 1) elsewhere (Clevert et al. 2016). */
export const elu = unary({
  name: 'elu',
  doc: 'x where positive, alpha · (eˣ − 1) elsewhere',
  onnx: (writer, x, attributes) =>
    void writer.node('Elu', [x], { alpha: float(number(attributes, 'alpha', 1)) }, writer.outputs),
  value: (x, attributes) => (x > 0 ? x : number(attributes, 'alpha', 1) * Math.expm1(x)),
  gradient({ writer, x, y, dy, attributes }) {
    // 1 where positive, y + alpha elsewhere.
    const positive = writer.add('positive_mask', [x])
    const below = writer.add('add', [y, writer.scalar(number(attributes, 'alpha', 1))])
    const kept = writer.add('mul', [writer.add('sub', [writer.scalar(1), positive]), below])
    return writer.add('mul', [dy, writer.add('add', [positive, kept])])
  },
})
