/**
 * Convolutions on channels in blocks, as ONNX Runtime runs them when weights are constant. In a train step they are
 * not, and the runtime does not block them by itself; written out, its internal operators are up to twice as fast
 * as Conv. Their layout depends on the processor and goes unchecked: only the engine asks for this form, after
 * it has compared its numbers (the `block` attribute); it never stands in a file.
 */
import type { Attributes } from '../ir/graph.js'
import { number } from './attributes.js'
import type { ConvRule } from './conv.js'
import { ints } from './elementwise.js'
import type { OnnxAttributes, OnnxWriter } from './op.js'

const domain = 'com.microsoft.nchwc'

/** Channels in a block, or 0 for the plain form. */
export const blockOf = (attributes: Attributes): number => number(attributes, 'block', 0)

/** Fewest weights of a channel that pay for the change of layout behind an image of few channels. */
const fewest = 64

/** Whether the image has fewer channels than a block: the operator then takes it as it is. */
export const fewChannels = ({ groups, within }: ConvRule, block: number): boolean => groups === 1 && within < block

/**
 * Whether whole blocks come in and go out, and there is enough to compute to pay for the two changes of layout. Besides
 * plain convolutions, those of each channel by itself, and large windows on images of few channels.
 */
export function fitsBlocks(rule: ConvRule, block: number): boolean {
  const { groups, within, channels, kernel } = rule
  const taps = kernel[0] * kernel[1]
  const depthwise = within === 1 && groups === channels
  const input = fewChannels(rule, block) ? within * taps >= fewest : depthwise || (groups === 1 && within % block === 0)
  return input && channels % block === 0 && taps > 1
}

/** [out, into, kh, kw]; of a convolution of each channel by itself, `into` is 1. */
type WeightShape = readonly [number, number, number, number]

/**
 * The weight with channels out last: [into, kh·kw, out]. Both packed forms begin so; the runtime computes it once. All steps
 * are exchanges of two large axes or copies of rows: a free exchange of six axes, or a slice backwards, takes two to three
 * times as long, and many small exchanges far longer with more threads than one.
 */
function outputsLast(writer: OnnxWriter, weight: string, [out, into, kh, kw]: WeightShape): string {
  const flat = writer.node('Reshape', [weight, ints(writer, [out, into * kh * kw])])
  return writer.node('Transpose', [flat], { perm: [1, 0] })
}

/** `count` rows of `size` numbers in another order. */
function reordered(writer: OnnxWriter, value: string, size: number, count: number, from: (index: number) => number): string {
  const order = Int32Array.from({ length: count }, (_, index) => from(index))
  const rows = writer.node('Reshape', [value, ints(writer, [count, size])])
  return writer.node('Gather', [rows, writer.constant({ dtype: 's32', shape: [count], data: order })], { axis: 0 })
}

/** The weight of less than a block of channels in, or of each channel by itself: [out / b, into, kh, kw, b of out]. */
function channelsLast(writer: OnnxWriter, weight: string, [out, into, kh, kw]: WeightShape, block: number): string {
  const split = writer.node('Reshape', [weight, ints(writer, [out / block, block, into * kh * kw])])
  return writer.node('Transpose', [split], { perm: [0, 2, 1] })
}

/** The weight in blocks: [out / b, into / b, kh, kw, b of into, b of out], or as `channelsLast` has it. */
export function packed(writer: OnnxWriter, weight: string, shape: WeightShape, block: number): string {
  const [out, into, kh, kw] = shape
  if (into < block) return writer.node('Reshape', [channelsLast(writer, weight, shape, block), ints(writer, shape)])
  const [outer, taps] = [out / block, kh * kw]
  const rows = reordered(writer, outputsLast(writer, weight, shape), block, into * taps * outer, (index) => {
    const [within, tap, rest] = [index % block, Math.floor(index / block) % taps, Math.floor(index / (block * taps))]
    const [i, o] = [(rest % (into / block)) * block + within, Math.floor(rest / (into / block))]
    return (i * taps + tap) * outer + o
  })
  return writer.node('Reshape', [rows, ints(writer, [out, into, kh, kw])])
}

/** The same of the weight that is transposed and turned by 180°: [into / b, out / b, kh, kw, b of out, b of into]. */
export function packedTurned(writer: OnnxWriter, weight: string, shape: WeightShape, block: number): string {
  const [out, into, kh, kw] = shape
  const [outer, inner, taps] = [out / block, into / block, kh * kw]
  if (into === 1) {
    const turned = reordered(writer, channelsLast(writer, weight, shape, block), block, outer * taps, (index) => {
      const tap = index % taps
      return index - tap + (taps - 1 - tap)
    })
    return writer.node('Reshape', [turned, ints(writer, shape)])
  }
  const blocks = writer.node('Reshape', [outputsLast(writer, weight, shape), ints(writer, [inner, block, taps * out])])
  const inputsLast = writer.node('Transpose', [blocks], { perm: [0, 2, 1] })
  const rows = reordered(writer, inputsLast, block * block, inner * taps * outer, (index) => {
    const [tap, o, i] = [index % taps, Math.floor(index / taps) % outer, Math.floor(index / (taps * outer))]
    return (i * taps + taps - 1 - tap) * outer + o
  })
  return writer.node('Reshape', [rows, ints(writer, [into, out, kh, kw])])
}

/**
 * Writes y = Conv(x, weight, bias) with the standard operator's attributes; `weight` is packed, and gives `out` channels. An image
 * of few channels stays `plain`.
 */
export function blockedConv(writer: OnnxWriter, [x = '', ...rest]: readonly string[], out: number, attributes: OnnxAttributes, plain = false): void {
  const image = plain ? x : writer.node('ReorderInput', [x], { channels_last: 0 }, undefined, domain)
  const product = writer.node('Conv', [image, ...rest], attributes, undefined, domain)
  writer.node('ReorderOutput', [product], { channels: out, channels_last: 0 }, writer.outputs, domain)
}
