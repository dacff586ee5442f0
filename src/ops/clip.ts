import { number } from './attributes.js'
import { number32, unary } from './elementwise.js'

/** `clip(x) {min, max}`: no gradient flows where x is cut off. Either bound may be left out. */
export const clip = unary({
  name: 'clip',
  doc: 'x kept between two bounds',
  onnx(writer, x, attributes) {
    const bound = (name: string) => (attributes[name] === undefined ? '' : number32(writer, number(attributes, name)))
    writer.node('Clip', [x, bound('min'), bound('max')], {}, writer.outputs)
  },
  value: (x, attributes) =>
    Math.min(Math.max(x, number(attributes, 'min', -Infinity)), number(attributes, 'max', Infinity)),
  gradient({ writer, x, dy, attributes }) {
    let gradient = dy
    if (attributes['min'] !== undefined) {
      const above = writer.add('sub', [x, writer.scalar(number(attributes, 'min'))])
      gradient = writer.add('mul', [gradient, writer.add('positive_mask', [above])])
    }
    if (attributes['max'] !== undefined) {
      const below = writer.add('sub', [writer.scalar(number(attributes, 'max')), x])
      gradient = writer.add('mul', [gradient, writer.add('positive_mask', [below])])
    }
    return gradient
  },
  quantization: { role: 'activation', cut: true },
})
