import { times, unary } from './elementwise.js'

/** x · relu6(x + 3) / 6 (Howard et al. 2019). */
export const hardSwish = unary({
  name: 'hard_swish',
  doc: 'x · relu6(x + 3) / 6',
  onnx: 'HardSwish',
  value: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  gradient({ writer, x, dy }) {
    // h + x/6 inside (−3, 3), where h = relu6(x + 3) / 6; 0 below and 1 above.
    const shifted = writer.add('add', [x, writer.scalar(3)])
    const gate = times(writer, writer.add('relu6', [shifted]), 1 / 6)
    const inside = writer.add('mul', [shifted, writer.add('sub', [writer.scalar(3), x])])
    const slope = writer.add('mul', [times(writer, x, 1 / 6), writer.add('positive_mask', [inside])])
    return writer.add('mul', [dy, writer.add('add', [gate, slope])])
  },
})
