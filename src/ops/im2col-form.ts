/**
 * Convolutions of small images as one product of matrices for the whole batch (im2col: Chellapilla et al. 2006, section 3).
 * The runtime's own go through all weights for each sample again, for a few columns each time, and in a train step they
 * first bring the weights into a layout of theirs. Here weights stay as they are, [O, C·T], and are read once. The forms of
 * a layer share its columns, which the runtime computes once. Only train steps have this form (the `im2col` attribute): a
 * file's weights are constant, and the runtime prepares them better.
 */
import type { Attributes } from '../ir/graph.js'
import { f32 } from '../types/tensor.js'
import type { ConvRule } from './conv.js'
import { ints } from './elementwise.js'
import type { Pair } from './geometry.js'
import type { OnnxWriter } from './op.js'

const area = ([height, width]: Pair): number => height * width

/** Most places of an output, and fewest pairs of channels for each place, that gain by it in a batch of 32. */
const [places, pairs] = [16, 4096]

export const fitsIm2col = ({ groups, channels, within, out }: ConvRule): boolean =>
  groups === 1 && area(out) <= places && channels * within >= pairs * area(out)

/** Whether the pass has chosen this form. */
export const byIm2col = (attributes: Attributes): boolean => attributes['im2col'] === true

/** Whether windows are the image's places. */
const single = ({ size, kernel, out }: ConvRule): boolean => area(kernel) === 1 && area(size) === area(out)

/** 1 where tap t of window q lies on place p: [1, Q, P, T], or [1, Q, T, P] where `turned`. */
function taps(writer: OnnxWriter, { size, kernel, stride, dilation, pads, out }: ConvRule, turned = false): string {
  const [q, p, t] = [area(out), area(size), area(kernel)]
  const data = new Float32Array(q * p * t)
  for (let window = 0; window < q; window++) {
    for (let tap = 0; tap < t; tap++) {
      const row = Math.floor(window / out[1]) * stride[0] + Math.floor(tap / kernel[1]) * dilation[0] - pads[0]
      const column = (window % out[1]) * stride[1] + (tap % kernel[1]) * dilation[1] - pads[1]
      if (row < 0 || row >= size[0] || column < 0 || column >= size[1]) continue
      const place = row * size[1] + column
      data[window * p * t + (turned ? tap * p + place : place * t + tap)] = 1
    }
  }
  return writer.constant(f32(turned ? [1, q, t, p] : [1, q, p, t], data))
}

/** [N, C, …] of `count` places → [N·count, C]. */
function rows(writer: OnnxWriter, images: string, channels: number, count: number): string {
  const flat = writer.node('Reshape', [images, ints(writer, [-1, channels, count])])
  return writer.node('Reshape', [writer.node('Transpose', [flat], { perm: [0, 2, 1] }), ints(writer, [-1, channels])])
}

/** [N·H·W, C] → [N, C, H, W], the node's output. */
function toImages(writer: OnnxWriter, values: string, channels: number, size: Pair): void {
  const split = writer.node('Reshape', [values, ints(writer, [-1, area(size), channels])])
  writer.node('Reshape', [writer.node('Transpose', [split], { perm: [0, 2, 1] }), ints(writer, [-1, channels, ...size])], {}, writer.outputs)
}

/** What each window reads: [N·Q, C·T]. */
function columns(writer: OnnxWriter, x: string, rule: ConvRule): string {
  if (single(rule)) return rows(writer, x, rule.within, area(rule.size))
  const flat = writer.node('Reshape', [x, ints(writer, [-1, 1, rule.within, area(rule.size)])])
  const read = writer.node('MatMul', [flat, taps(writer, rule)])
  return writer.node('Reshape', [read, ints(writer, [-1, rule.within * area(rule.kernel)])])
}

const filters = (writer: OnnxWriter, weight: string, { channels }: ConvRule): string => writer.node('Reshape', [weight, ints(writer, [channels, -1])])

/** Writes y from x, the weight and the bias, if there is one. */
export function im2colConv(writer: OnnxWriter, rule: ConvRule): void {
  const [x = '', weight = '', ...bias] = writer.inputs
  const product = writer.node('Gemm', [columns(writer, x, rule), filters(writer, weight, rule), ...bias], { transB: 1 })
  toImages(writer, product, rule.channels, rule.out)
}

/** Writes dx from dy and the weight: the columns' gradient, added up where windows overlap. */
export function im2colInputGradient(writer: OnnxWriter, rule: ConvRule): void {
  const [dy = '', weight = ''] = writer.inputs
  const product = writer.node('MatMul', [rows(writer, dy, rule.channels, area(rule.out)), filters(writer, weight, rule)])
  if (single(rule)) {
    toImages(writer, product, rule.within, rule.size)
    return
  }
  const split = writer.node('Reshape', [product, ints(writer, [-1, area(rule.out), rule.within, area(rule.kernel)])])
  const placed = writer.node('MatMul', [split, taps(writer, rule, true)])
  const sum = writer.node('ReduceSum', [placed, ints(writer, [1])], { keepdims: 0 })
  writer.node('Reshape', [sum, ints(writer, [-1, rule.within, ...rule.size])], {}, writer.outputs)
}

/** Writes dW from dy and x. */
export function im2colWeightGradient(writer: OnnxWriter, rule: ConvRule): void {
  const [dy = '', x = ''] = writer.inputs
  const flat = writer.node('Reshape', [dy, ints(writer, [-1, rule.channels, area(rule.out)])])
  const moved = writer.node('Transpose', [flat], { perm: [1, 0, 2] })
  const left = writer.node('Reshape', [moved, ints(writer, [rule.channels, -1])])
  const product = writer.node('MatMul', [left, columns(writer, x, rule)])
  writer.node('Reshape', [product, ints(writer, [rule.channels, rule.within, ...rule.kernel])], {}, writer.outputs)
}
