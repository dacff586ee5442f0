import { unary } from './elementwise.js'
import { float } from './op.js'

/**
 * 1 where x > 0, else 0: what a gradient is multiplied by. A HardSigmoid so steep that it is a step is
 * the fastest form in ONNX Runtime (0.30 ms where Greater + Cast takes 0.42 and Where 0.69).
 */
export const positiveMask = unary({
  name: 'positive_mask',
  doc: '1 where x is above zero, else 0',
  onnx: (writer, x) => void writer.node('HardSigmoid', [x], { alpha: float(1e30), beta: float(0) }, writer.outputs),
  value: (x) => (x > 0 ? 1 : 0),
  gradient: () => undefined,
})
