import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { number, numbers } from './attributes.js'
import { blockedConv, blockOf, fitsBlocks, packedTurned } from './blocked-form.js'
import { convRule, type ConvRule } from './conv.js'
import { ints } from './elementwise.js'
import { byIm2col, fitsIm2col, im2colInputGradient } from './im2col-form.js'
import type { OnnxWriter, Op } from './op.js'
import { dimAt, operand, operands, perSample, sizeAt } from './shapes.js'

/** The convolution whose input's gradient this is; `size` holds that input's height and width. */
function ruleOf(dy: TensorType, weight: TensorType, attributes: Attributes): { readonly x: TensorType; readonly rule: ConvRule } {
  const op = 'conv_input_gradient'
  const channels = sizeAt(op, weight.shape, 1) * number(attributes, 'groups', 1)
  const x: TensorType = { dtype: 'f32', shape: [dimAt(op, dy.shape, 0), channels, ...numbers(attributes, 'size')] }
  return { x, rule: convRule(op, x, weight, attributes) }
}

/**
 * `conv_input_gradient(dy, weight) {stride, pads, dilation, groups, size} : f32[N, O, H', W'] → f32[N, C, H, W]`.
 * One product for the batch on small images; with stride 1 and enough padding a Conv whose weights are transposed and turned
 * by 180°; else a ConvTranspose.
 */
export const convInputGradient: Op = {
  name: 'conv_input_gradient',
  doc: "the gradient of a convolution's input",
  infer(inputs, attributes) {
    operands('conv_input_gradient', inputs, 2)
    return [ruleOf(operand('conv_input_gradient', inputs, 0), operand('conv_input_gradient', inputs, 1), attributes).x]
  },
  factors: 'operand',
  cost: ([dy, weight]) => ({
    macs: dy === undefined || weight === undefined ? 0 : perSample(weight.shape) * perSample(dy.shape.slice(2)),
  }),
  onnx(writer, attributes) {
    const [dy, weight] = writer.inputTypes
    if (dy === undefined || weight === undefined) return
    const { rule } = ruleOf(dy, weight, attributes)
    if (byIm2col(attributes)) {
      im2colInputGradient(writer, rule)
      return
    }
    const { kernel, stride, dilation, pads, size, out, groups, within, channels } = rule
    const [g = '', w = ''] = writer.inputs
    const block = blockOf(attributes)
    const around = turnedPads(rule)
    if (around !== undefined) {
      const shared = { kernel_shape: kernel, strides: [1, 1], pads: around, dilations: dilation, group: groups }
      if (block === 0) writer.node('Conv', [g, turned(writer, w, rule)], shared, writer.outputs)
      else blockedConv(writer, [g, packedTurned(writer, w, [channels, within, ...kernel], block)], within * groups, shared)
      return
    }
    // What the forward windows did not reach is added at the end.
    const rest = (axis: 0 | 1): number => size[axis] - ((out[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 - pads[axis] - pads[axis === 0 ? 2 : 3])
    writer.node(
      'ConvTranspose',
      [g, w],
      { kernel_shape: kernel, strides: stride, dilations: dilation, pads, group: groups, output_padding: [rest(0), rest(1)] },
      writer.outputs,
    )
  },
  blocked([dy, weight], attributes, block) {
    if (dy === undefined || weight === undefined || byIm2col(attributes)) return false
    const { rule } = ruleOf(dy, weight, attributes)
    return fitsBlocks(rule, block) && (rule.within * rule.groups) % block === 0 && turnedPads(rule) !== undefined
  },
  gathers: ([dy, weight], attributes) => dy !== undefined && weight !== undefined && fitsIm2col(ruleOf(dy, weight, attributes).rule),
}

/** The padding of the Conv that computes the gradient; undefined where a ConvTranspose must, or should. */
function turnedPads({ kernel, stride, dilation, pads, size, out }: ConvRule): readonly number[] | undefined {
  const reach = (axis: 0 | 1): number => dilation[axis] * (kernel[axis] - 1)
  const around = [reach(0) - pads[0], reach(1) - pads[1], reach(0) - pads[2], reach(1) - pads[3]]
  // A Conv also multiplies the zeros around dy: with little padding a ConvTranspose has less to do.
  const wasted = (size[0] * size[1]) / (out[0] * out[1])
  return stride[0] === 1 && stride[1] === 1 && Math.min(...around) >= 0 && wasted <= 1.5 ? around : undefined
}

/** [O, C/g, kh, kw] → [C, O/g, kh, kw] with both spatial axes reversed. */
function turned(writer: OnnxWriter, weight: string, { groups, channels, within, kernel }: ConvRule): string {
  const [kh, kw] = kernel
  let result = weight
  if (kh > 1 || kw > 1) {
    const all = -(2 ** 31)
    result = writer.node('Slice', [result, ints(writer, [-1, -1]), ints(writer, [all, all]), ints(writer, [2, 3]), ints(writer, [-1, -1])])
  }
  if (groups === 1) return writer.node('Transpose', [result], { perm: [1, 0, 2, 3] })
  // One channel in and out a group: exchanging them changes nothing.
  if (within === 1 && channels === groups) return result
  const split = writer.node('Reshape', [result, ints(writer, [groups, channels / groups, within, kh * kw])])
  const exchanged = writer.node('Transpose', [split], { perm: [0, 2, 1, 3] })
  return writer.node('Reshape', [exchanged, ints(writer, [groups * within, channels / groups, kh, kw])])
}
