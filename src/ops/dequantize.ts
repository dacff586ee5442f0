import { scalar, zeros } from '../types/tensor.js'
import { isTensor, number } from './attributes.js'
import { TypeRuleError, type Op } from './op.js'

/**
 * `dequantize(q) {scale, zero, axis} : u8|s8|s32[S] → f32[S]`: scale · (q − zero). A number as `scale` holds for
 * all values; a tensor has one scale for each index of `axis`, and zero 0 (symmetric weights and biases).
 */
export const dequantize: Op = {
  name: 'dequantize',
  doc: 'reads values that are stored as integers',
  infer([q], { scale }) {
    if (q === undefined || !['u8', 's8', 's32'].includes(q.dtype)) {
      throw new TypeRuleError('dequantize', 'needs one tensor of u8, s8 or s32')
    }
    if (typeof scale !== 'number' && !isTensor(scale)) throw new TypeRuleError('dequantize', 'needs a `scale`')
    return [{ dtype: 'f32', shape: q.shape }]
  },
  onnx(writer, attributes) {
    const [q = ''] = writer.inputs
    const { scale } = attributes
    const dtype = writer.inputTypes[0]?.dtype ?? 'u8'
    if (isTensor(scale)) {
      const operands = [q, writer.constant(scale)]
      // 32-bit biases have no zero point by convention.
      if (dtype !== 's32') operands.push(writer.constant(zeros(dtype, scale.shape)))
      writer.node('DequantizeLinear', operands, { axis: number(attributes, 'axis') }, writer.outputs)
      return
    }
    const operands = [q, writer.constant(scalar(number(attributes, 'scale')))]
    const zero = zeros(dtype, [])
    zero.data[0] = number(attributes, 'zero', 0) as never
    if (dtype !== 's32') operands.push(writer.constant(zero))
    writer.node('DequantizeLinear', operands, {}, writer.outputs)
  },
}
