import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { number } from './attributes.js'
import { blockedConv, blockOf, fewChannels, fitsBlocks, packed } from './blocked-form.js'
import { convGeometry, spatial, windows, type Geometry } from './geometry.js'
import { byIm2col, fitsIm2col, im2colConv } from './im2col-form.js'
import type { Op } from './op.js'
import { dimAt, fail, operand, operands, perSample, sizeAt, tie, tieInputs } from './shapes.js'

export interface ConvRule extends Geometry {
  readonly groups: number
  /** Channels out, and in within one group. */
  readonly channels: number
  readonly within: number
}

export function convRule(op: string, x: TensorType, weight: TensorType, attributes: Attributes): ConvRule {
  const groups = number(attributes, 'groups', 1)
  const found = convGeometry(op, x, weight, attributes)
  const [channels, within] = [sizeAt(op, weight.shape, 0), sizeAt(op, weight.shape, 1)]
  if (sizeAt(op, x.shape, 1) !== within * groups || channels % groups !== 0) {
    fail(op, `a weight of [${weight.shape.join(', ')}] in ${groups} groups does not fit x of [${x.shape.join(', ')}]`)
  }
  return { ...found, groups, channels, within }
}

/**
 * `conv(x, weight, bias?) {stride, pads, dilation, groups}` :
 * f32[N, C, H, W], f32[O, C / groups, kh, kw], f32[O] → f32[N, O, H', W'].
 */
export const conv: Op = {
  name: 'conv',
  doc: 'a 2-D convolution',
  infer(inputs, attributes) {
    operands('conv', inputs, 2, 3)
    const [x, weight] = [operand('conv', inputs, 0), operand('conv', inputs, 1)]
    const { channels, out } = convRule('conv', x, weight, attributes)
    if (inputs.length === 3 && operand('conv', inputs, 2).shape.join() !== String(channels)) fail('conv', `the bias needs ${channels} values`)
    return [{ dtype: 'f32', shape: [dimAt('conv', x.shape, 0), channels, ...out] }]
  },
  vjp({ writer, inputs: [x, weight, bias], gradients: [dy], attributes }) {
    if (x === undefined || weight === undefined || dy === undefined) return []
    return [
      writer.add('conv_input_gradient', [dy, weight], { ...attributes, size: spatial('conv', writer.typeOf(x)) }),
      writer.add('conv_weight_gradient', [dy, x], { ...attributes, kernel: spatial('conv', writer.typeOf(weight)) }),
      ...(bias === undefined ? [] : [writer.add('sum', [dy], { axes: [0, 2, 3] })]),
    ]
  },
  cost: ([, weight], [y]) => ({
    macs: weight === undefined || y === undefined ? 0 : perSample(weight.shape) * perSample(y.shape.slice(2)),
  }),
  onnx(writer, attributes) {
    const [x, weight] = writer.inputTypes
    if (x === undefined || weight === undefined) return
    const rule = convRule('conv', x, weight, attributes)
    if (byIm2col(attributes)) {
      im2colConv(writer, rule)
      return
    }
    const shared = { ...windows(rule), dilations: rule.dilation, group: rule.groups }
    const block = blockOf(attributes)
    if (block === 0) {
      writer.node('Conv', writer.inputs, shared, writer.outputs)
      return
    }
    const [image = '', plain = '', ...bias] = writer.inputs
    const filters = packed(writer, plain, [rule.channels, rule.within, ...rule.kernel], block)
    blockedConv(writer, [image, filters, ...bias], rule.channels, shared, fewChannels(rule, block))
  },
  blocked: ([x, weight], attributes, block) =>
    x !== undefined && weight !== undefined && !byIm2col(attributes) && fitsBlocks(convRule('conv', x, weight, attributes), block),
  gathers: ([x, weight], attributes) => x !== undefined && weight !== undefined && fitsIm2col(convRule('conv', x, weight, attributes)),
  channels([x, weight, bias], _outputs, attributes) {
    if (x === undefined || weight === undefined) return []
    const groups = number(attributes, 'groups', 1)
    const outer = [tie(0, 0, 0), tie(1, 0, 1), ...(bias === undefined ? [] : [tie(2, 0, 1)])]
    if (groups === 1) return [...outer, tieInputs(0, 1, 1, 1)]
    // Depthwise: each channel in makes its own channels out. Other groups must keep their widths.
    if (groups !== x.shape[1] || groups !== weight.shape[0]) return []
    return [...outer, tie(0, 1, 1)]
  },
  // Only depthwise ones lose groups.
  resize: (attributes, [x, weight]) =>
    number(attributes, 'groups', 1) === 1 || weight?.shape[1] !== 1 ? attributes : { ...attributes, groups: sizeAt('conv', x?.shape ?? [], 1) },
  quantization: { role: 'compute', weight: { input: 1, axis: 0 }, bias: 2 },
}
