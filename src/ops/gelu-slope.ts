import { number32, times, unary } from './elementwise.js'
import { float } from './op.js'

/**
 * Φ(x) + x · φ(x), the derivative of x · Φ(x). With u = x/√2 it is (1 + erf u)/2 + u/e^(u²)/√π, in eight passes: an affine
 * function of values from −1 to 1 is one HardSigmoid, and a division saves the sign of the exponent. Where the power
 * overflows, the quotient is the 0 that it should be.
 */
export const geluSlope = unary({
  name: 'gelu_slope',
  doc: 'the derivative of x · Φ(x)',
  onnx(writer, x) {
    const u = writer.node('Mul', [x, number32(writer, Math.SQRT1_2)])
    const below = writer.node('HardSigmoid', [writer.node('Erf', [u])], { alpha: float(0.5), beta: float(0.5) })
    const rise = writer.node('Div', [u, writer.node('Exp', [writer.node('Mul', [u, u])])])
    writer.node('Add', [below, writer.node('Mul', [rise, number32(writer, 1 / Math.sqrt(Math.PI))])], {}, writer.outputs)
  },
  // φ(x) · (2 − x²)
  gradient({ writer, x, dy }) {
    const square = writer.add('square', [x])
    const density = times(writer, writer.add('exp', [times(writer, square, -0.5)]), 1 / Math.sqrt(2 * Math.PI))
    return writer.add('mul', [dy, writer.add('mul', [density, writer.add('sub', [writer.scalar(2), square])])])
  },
})
