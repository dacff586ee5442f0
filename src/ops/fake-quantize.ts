import { elementCount } from '../types/tensor.js'
import { isTensor, number } from './attributes.js'
import { TypeRuleError, type Op } from './op.js'
import type { Attributes } from '../ir/graph.js'
import type { Tensor, TensorType } from '../types/tensor.js'

/** The step sizes, shaped to broadcast over x: a scalar, or one for each index of `axis`. */
export function scales(attributes: Attributes, x: TensorType): Tensor {
  const { scale } = attributes
  if (!isTensor(scale)) throw new TypeRuleError('quantisation', 'needs a tensor as its `scale`')
  if (scale.shape.length === 0) return scale
  const axis = number(attributes, 'axis')
  if (scale.shape.length !== 1 || scale.shape[0] !== x.shape[axis]) {
    throw new TypeRuleError('quantisation', `${elementCount(scale.shape)} scales do not fit axis ${axis}`)
  }
  return { ...scale, shape: x.shape.map((_, index) => (index === axis ? elementCount(scale.shape) : 1)) }
}

/**
 * `fake_quantize(x) {scale, low, high, axis} : f32[S] → f32[S]`: scale · clip(round(x / scale), low, high), what x
 * becomes when it is stored as an integer q = round(x / scale) + zero: `low` is the smallest q minus zero.
 * Rounds half to even, as QuantizeLinear does. The gradient passes through unrounded, and not outside
 * the range (straight-through estimator, Bengio et al. 2013).
 */
export const fakeQuantize: Op = {
  name: 'fake_quantize',
  doc: 'rounds values to those that an 8-bit integer can hold',
  infer([x], attributes) {
    if (x === undefined || x.dtype !== 'f32') throw new TypeRuleError('fake_quantize', 'needs one f32 tensor')
    scales(attributes, x)
    return [x]
  },
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return [undefined]
    return [writer.add('fake_quantize_gradient', [x, dy], attributes)]
  },
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const [type] = writer.inputTypes
    if (type === undefined) return
    const scale = writer.constant(scales(attributes, type))
    const bound = (name: string) => writer.constant({ dtype: 'f32', shape: [], data: Float32Array.of(number(attributes, name)) })
    const rounded = writer.node('Round', [writer.node('Div', [x, scale])])
    writer.node('Mul', [writer.node('Clip', [rounded, bound('low'), bound('high')]), scale], {}, writer.outputs)
  },
}
