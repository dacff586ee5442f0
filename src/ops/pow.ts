import { number } from './attributes.js'
import { number32, times, unary } from './elementwise.js'

/** `pow(x) {exponent}`: x to a fixed power, which need not be whole where no x is negative. */
export const pow = unary({
  name: 'pow',
  doc: 'x to a fixed power',
  onnx: (writer, x, attributes) => void writer.node('Pow', [x, number32(writer, number(attributes, 'exponent'))], {}, writer.outputs),
  value: (x, attributes) => x ** number(attributes, 'exponent'),
  gradient({ writer, x, dy, attributes }) {
    const exponent = number(attributes, 'exponent')
    // Of x⁰, 0 · x⁻¹ would be no number at 0.
    if (exponent === 0) return times(writer, dy, 0)
    return writer.add('mul', [times(writer, dy, exponent), writer.add('pow', [x], { exponent: exponent - 1 })])
  },
})
