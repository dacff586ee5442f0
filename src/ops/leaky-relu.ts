import { number } from './attributes.js'
import { times, unary } from './elementwise.js'
import { float } from './op.js'

/** `leaky_relu(x) {slope}`: x where positive, slope · x elsewhere. */
export const leakyRelu = unary({
  name: 'leaky_relu',
  doc: 'x where positive, slope · x elsewhere',
  onnx(writer, x, attributes) {
    writer.node('LeakyRelu', [x], { alpha: float(number(attributes, 'slope', 0.01)) }, writer.outputs)
  },
  value: (x, attributes) => (x > 0 ? x : x * number(attributes, 'slope', 0.01)),
  gradient({ writer, x, dy, attributes }) {
    const slope = number(attributes, 'slope', 0.01)
    const steps = times(writer, writer.add('positive_mask', [x]), 1 - slope)
    return writer.add('mul', [dy, writer.add('add', [steps, writer.scalar(slope)])])
  },
  quantization: { role: 'activation' },
})
