import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { number, numbers } from './attributes.js'
import { convRule, type ConvRule } from './conv.js'
import { depthwiseWeightGradient, hasDepthwiseForm } from './depthwise-form.js'
import { ints } from './elementwise.js'
import { byIm2col, fitsIm2col, im2colWeightGradient } from './im2col-form.js'
import type { Op } from './op.js'
import { operand, operands, perSample, sizeAt } from './shapes.js'

function ruleOf(dy: TensorType, x: TensorType, attributes: Attributes): { readonly weight: TensorType; readonly rule: ConvRule } {
  const op = 'conv_weight_gradient'
  const within = sizeAt(op, x.shape, 1) / number(attributes, 'groups', 1)
  const weight: TensorType = { dtype: 'f32', shape: [sizeAt(op, dy.shape, 1), within, ...numbers(attributes, 'kernel')] }
  return { weight, rule: convRule(op, x, weight, attributes) }
}

/**
 * `conv_weight_gradient(dy, x) {stride, pads, dilation, groups, kernel} : f32[O, C/g, kh, kw]`, as one Conv and no
 * im2col: dW[o, c, i, j] = Σ dy[n, o, h, w] · x[n, c, h·s + i·d, w·s + j·d] is a convolution of x over its batch with dy
 * as the kernel. With x viewed as [1, g·N, H, W·C/g] the channels lie beside the columns, so that one
 * matrix product of all of them is made: kernel [O, N, H', W'], dilations [s, s·C/g].
 */
export const convWeightGradient: Op = {
  name: 'conv_weight_gradient',
  doc: "the gradient of a convolution's weight",
  infer(inputs, attributes) {
    operands('conv_weight_gradient', inputs, 2)
    return [ruleOf(operand('conv_weight_gradient', inputs, 0), operand('conv_weight_gradient', inputs, 1), attributes).weight]
  },
  factors: 'result',
  cost: ([dy], [weight]) => ({
    macs: dy === undefined || weight === undefined ? 0 : perSample(weight.shape) * perSample(dy.shape.slice(2)),
  }),
  onnx(writer, attributes) {
    const [dy, x] = writer.inputTypes
    if (dy === undefined || x === undefined) return
    const { rule } = ruleOf(dy, x, attributes)
    if (byIm2col(attributes)) {
      im2colWeightGradient(writer, rule)
      return
    }
    const { kernel: [kh, kw], stride, dilation, pads, size, out, groups, channels, within } = rule
    const [g = '', image = ''] = writer.inputs
    // Exactly the rows and columns that the windows reach.
    const [height, width] = [0, 1].map((axis) => {
      const each = axis as 0 | 1
      return (out[each] - 1) * stride[each] + dilation[each] * (rule.kernel[each] - 1) + 1
    })
    // Padding is the view's own; what no window reaches makes further rows and columns, which are cut off.
    const below = (height ?? 0) - size[0] - pads[0]
    const beside = (width ?? 0) - size[1] - pads[1]
    if (hasDepthwiseForm(rule)) {
      depthwiseWeightGradient(writer, rule, [below, beside])
      return
    }
    const cut = below < 0 || beside < 0
    const [rows, columns] = size
    let view: string
    if (groups === 1) {
      const last = within === 1 ? image : writer.node('Transpose', [image], { perm: [0, 2, 3, 1] })
      view = writer.node('Reshape', [last, ints(writer, [1, -1, rows, columns * within])])
    } else if (within === 1) {
      const split = writer.node('Transpose', [image], { perm: [1, 0, 2, 3] })
      view = writer.node('Reshape', [split, ints(writer, [1, -1, rows, columns])])
    } else {
      const split = writer.node('Reshape', [image, ints(writer, [0, groups, within, rows, columns])])
      const moved = writer.node('Transpose', [split], { perm: [1, 0, 3, 4, 2] })
      view = writer.node('Reshape', [moved, ints(writer, [1, -1, rows, columns * within])])
    }
    const kernel = writer.node('Transpose', [g], { perm: [1, 0, 2, 3] })
    const product = writer.node('Conv', [view, kernel], {
      kernel_shape: out,
      strides: [dilation[0], 1],
      dilations: [stride[0], stride[1] * within],
      pads: [pads[0], pads[1] * within, Math.max(below, 0), Math.max(beside, 0) * within],
      group: groups,
    })
    const reach = dilation[1] * (kw - 1) + 1
    const exact = cut
      ? writer.node('Slice', [product, ints(writer, [0, 0]), ints(writer, [kh, reach * within]), ints(writer, [2, 3])])
      : product
    if (within === 1 && dilation[1] === 1) {
      writer.node('Reshape', [exact, ints(writer, [channels, 1, kh, kw])], {}, writer.outputs)
      return
    }
    // [1, O, kh, reach·C] → [O, kh, kw, C] → [O, C, kh, kw]
    let taps = writer.node('Reshape', [exact, ints(writer, [channels, kh, reach, within])])
    if (dilation[1] > 1) {
      taps = writer.node('Slice', [taps, ints(writer, [0]), ints(writer, [reach]), ints(writer, [2]), ints(writer, [dilation[1]])])
    }
    writer.node('Transpose', [taps], { perm: [0, 3, 1, 2] }, writer.outputs)
  },
  gathers: ([dy, x], attributes) => dy !== undefined && x !== undefined && fitsIm2col(ruleOf(dy, x, attributes).rule),
}
