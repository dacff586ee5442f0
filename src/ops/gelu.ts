import { times, unary } from './elementwise.js'

/** x · Φ(x), Φ the normal distribution function, by the error function (Hendrycks & Gimpel 2016). */
export const gelu = unary({
  name: 'gelu',
  doc: 'x · Φ(x), by the error function',
  onnx: 'Gelu',
  gradient({ writer, x, dy }) {
    // Φ(x) + x·φ(x)
    const erf = writer.add('erf', [times(writer, x, Math.SQRT1_2)])
    const below = writer.add('add', [times(writer, erf, 0.5), writer.scalar(0.5)])
    const density = writer.add('exp', [times(writer, writer.add('square', [x]), -0.5)])
    const slope = writer.add('mul', [x, times(writer, density, 1 / Math.sqrt(2 * Math.PI))])
    return writer.add('mul', [dy, writer.add('add', [below, slope])])
  },
})
