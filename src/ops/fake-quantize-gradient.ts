import { scales } from './fake-quantize.js'
import { number } from './attributes.js'
import { TypeRuleError, type Op } from './op.js'

/** `fake_quantize_gradient(x, dy) {scale, low, high, axis} : f32[S]`: dy where low ≤ x / scale ≤ high, else 0. */
export const fakeQuantizeGradient: Op = {
  name: 'fake_quantize_gradient',
  doc: 'the straight-through gradient of rounding',
  infer([x, dy], attributes) {
    if (x === undefined || dy === undefined) throw new TypeRuleError('fake_quantize_gradient', 'needs two tensors')
    scales(attributes, x)
    return [x]
  },
  onnx(writer, attributes) {
    const [x = '', dy = ''] = writer.inputs
    const [type] = writer.inputTypes
    if (type === undefined) return
    const bound = (name: string) => writer.constant({ dtype: 'f32', shape: [], data: Float32Array.of(number(attributes, name)) })
    const steps = writer.node('Div', [x, writer.constant(scales(attributes, type))])
    const inside = writer.node('Equal', [steps, writer.node('Clip', [steps, bound('low'), bound('high')])])
    writer.node('Mul', [dy, writer.node('Cast', [inside], { to: { dtype: 'f32' } })], {}, writer.outputs)
  },
}
