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

/** Whether whole blocks come in and go out, and there is enough to compute to pay for the two changes of layout. */
export const fitsBlocks = ({ groups, within, channels, kernel }: ConvRule, block: number): boolean =>
  groups === 1 && within % block === 0 && channels % block === 0 && kernel[0] * kernel[1] > 1

/** [out, into, kh, kw] */
type WeightShape = readonly [number, number, number, number]

/**
 * The weight with its columns, whole rows of `block` channels in, behind its window: [out, into / b, kh·kw, b]. Both packed
 * forms begin so; the runtime computes it once. All steps move one axis, or copy rows: a free exchange of six axes, or a
 * slice backwards, takes two to three times as long.
 */
function columns(writer: OnnxWriter, weight: string, [out, into, kh, kw]: WeightShape, block: number): string {
  const split = writer.node('Reshape', [weight, ints(writer, [(out * into) / block, block, kh * kw])])
  return writer.node('Transpose', [split], { perm: [0, 2, 1] })
}

/** The weight in blocks: [out / b, into / b, kh, kw, b of into, b of out]. */
export function packed(writer: OnnxWriter, weight: string, shape: WeightShape, block: number): string {
  const [out, into, kh, kw] = shape
  const rows = writer.node('Reshape', [columns(writer, weight, shape, block), ints(writer, [out / block, block, into * kh * kw])])
  const moved = writer.node('Transpose', [rows], { perm: [0, 2, 1] })
  return writer.node('Reshape', [moved, ints(writer, [out, into, kh, kw])])
}

/** The same of the weight that is transposed and turned by 180°: [into / b, out / b, kh, kw, b of out, b of into]. */
export function packedTurned(writer: OnnxWriter, weight: string, shape: WeightShape, block: number): string {
  const [out, into, kh, kw] = shape
  const [outer, inner, taps] = [out / block, into / block, kh * kw]
  const rows = writer.node('Reshape', [columns(writer, weight, shape, block), ints(writer, [out * inner * taps, block])])
  const order = Int32Array.from({ length: out * inner * taps }, (_, index) => {
    const [within, tap, o, i] = [index % block, Math.floor(index / block) % taps, Math.floor(index / (block * taps)) % outer, Math.floor(index / (out * taps))]
    return ((o * block + within) * inner + i) * taps + taps - 1 - tap
  })
  const gathered = writer.node('Gather', [rows, writer.constant({ dtype: 's32', shape: [order.length], data: order })], { axis: 0 })
  return writer.node('Reshape', [gathered, ints(writer, [into, out, kh, kw])])
}

/** Writes y = Conv(x, weight, bias) with the standard operator's attributes; `weight` is packed, and gives `out` channels. */
export function blockedConv(writer: OnnxWriter, [x, ...rest]: readonly string[], out: number, attributes: OnnxAttributes): void {
  const blocks = writer.node('ReorderInput', [x ?? ''], { channels_last: 0 }, undefined, domain)
  const product = writer.node('Conv', [blocks, ...rest], { ...attributes, group: 1 }, undefined, domain)
  writer.node('ReorderOutput', [product], { channels: out, channels_last: 0 }, writer.outputs, domain)
}
