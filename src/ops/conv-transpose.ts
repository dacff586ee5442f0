import { convInputGradient } from './conv-input-gradient.js'
import { spatial } from './geometry.js'
import type { Op } from './op.js'
import { tie, tieInputs } from './shapes.js'

/**
 * `conv_transpose(x, weight) {stride, pads, dilation, groups, size} : f32[N, C, H, W], f32[C, O / groups, kh, kw] →
 * f32[N, O, size…]`: what a convolution from `size` to H×W does backwards, as a layer of its own (Dumoulin & Visin 2016,
 * chapter 4). It is linear both in x and in the weight, and each gradient is that of a convolution.
 */
export const convTranspose: Op = {
  ...convInputGradient,
  name: 'conv_transpose',
  doc: 'a transposed 2-D convolution',
  vjp({ writer, inputs: [x, weight], gradients: [dy], attributes: { size: _size, ...windows } }) {
    if (x === undefined || weight === undefined || dy === undefined) return []
    return [
      writer.add('conv', [dy, weight], windows),
      writer.add('conv_weight_gradient', [x, dy], { ...windows, kernel: spatial('conv_transpose', writer.typeOf(weight)) }),
    ]
  },
  // Grouped weights keep their widths.
  channels: ([, weight], [y]) => (weight?.shape[1] === y?.shape[1] ? [tie(0, 0, 0), tie(1, 1, 1), tieInputs(0, 1, 1, 0)] : []),
}
