/**
 * The weight gradient of a convolution with one channel in each group. As a kernel of its own, dy would make products of a single
 * row. Its columns are channels of the kernel instead, so that G[u, i, v] = Σ dy[n, h, u] · x[n, h·s + i·d, v] is one
 * matrix product a group, and dW[i, j] = Σ_u G[u, i, u·s + j·d] is a product with a constant that picks these places: more to
 * multiply, and in half the time, as long as the rows are not too wide.
 */
import { f32 } from '../types/tensor.js'
import type { ConvRule } from './conv.js'
import { ints } from './elementwise.js'
import type { OnnxWriter } from './op.js'

/** Widest dy that gains by it (measured up to 112 columns). */
const widest = 64

export const hasDepthwiseForm = ({ groups, within, out }: ConvRule): boolean => within === 1 && groups > 1 && out[1] <= widest

/** Writes dW from dy and x; `below` and `beside` are the rows and columns that windows reach beyond the image. */
export function depthwiseWeightGradient(writer: OnnxWriter, rule: ConvRule, [below, beside]: readonly [number, number]): void {
  const { kernel: [kh, kw], stride, dilation, pads, size: [rows, columns], out: [high, wide], groups, channels } = rule
  const [dy = '', x = ''] = writer.inputs
  const image = writer.node('Reshape', [writer.node('Transpose', [x], { perm: [1, 0, 2, 3] }), ints(writer, [1, -1, rows, columns])])
  // [N, O, H', W'] → [O·W', N, H', 1]
  const moved = writer.node('Transpose', [dy], { perm: [1, 3, 0, 2] })
  const filters = writer.node('Reshape', [moved, ints(writer, [channels * wide, -1, high, 1])])
  const product = writer.node('Conv', [image, filters], {
    kernel_shape: [high, 1],
    strides: [dilation[0], 1],
    dilations: [stride[0], 1],
    pads: [pads[0], pads[1], Math.max(below, 0), Math.max(beside, 0)],
    group: groups,
  })
  // Rows of the image that no window reaches make further rows.
  const exact = below < 0 ? writer.node('Slice', [product, ints(writer, [0]), ints(writer, [kh]), ints(writer, [2])]) : product
  const reach = columns + pads[1] + Math.max(beside, 0)
  const split = writer.node('Reshape', [exact, ints(writer, [channels, wide, kh, reach])])
  const flat = writer.node('Reshape', [writer.node('Transpose', [split], { perm: [0, 2, 1, 3] }), ints(writer, [channels * kh, wide * reach])])
  const places = new Float32Array(wide * reach * kw)
  for (let u = 0; u < wide; u++) for (let j = 0; j < kw; j++) places[(u * reach + u * stride[1] + j * dilation[1]) * kw + j] = 1
  const taps = writer.node('MatMul', [flat, writer.constant(f32([wide * reach, kw], places))])
  writer.node('Reshape', [taps, ints(writer, [channels, 1, kh, kw])], {}, writer.outputs)
}
