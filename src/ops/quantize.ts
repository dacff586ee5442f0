import { scalar } from '../types/tensor.js'
import { number } from './attributes.js'
import { TypeRuleError, type Op } from './op.js'

/** `quantize(x) {scale, zero} : f32[S] → u8[S]`: clip(round(x / scale) + zero, 0, 255), half to even. */
export const quantize: Op = {
  name: 'quantize',
  doc: 'stores values as unsigned 8-bit integers',
  infer([x]) {
    if (x === undefined || x.dtype !== 'f32') throw new TypeRuleError('quantize', 'needs one f32 tensor')
    return [{ dtype: 'u8', shape: x.shape }]
  },
  onnx(writer, attributes) {
    const scale = writer.constant(scalar(number(attributes, 'scale')))
    const zero = writer.constant({ dtype: 'u8', shape: [], data: Uint8Array.of(number(attributes, 'zero')) })
    writer.node('QuantizeLinear', [writer.inputs[0] ?? '', scale, zero], {}, writer.outputs)
  },
}
