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

/** Writes y = Conv(x, weight, bias) with the standard operator's attributes; `weight` is [out, into, kh, kw]. */
export function blockedConv(
  writer: OnnxWriter,
  [x, weight, ...bias]: readonly string[],
  [out, into, kh, kw]: readonly [number, number, number, number],
  attributes: OnnxAttributes,
  block: number,
): void {
  const blocks = writer.node('ReorderInput', [x ?? ''], { channels_last: 0 }, undefined, domain)
  // [O, I, kh, kw] → [O/b, I/b, kh, kw, b of I, b of O]
  const split = writer.node('Reshape', [weight ?? '', ints(writer, [out / block, block, into / block, block, kh, kw])])
  const ordered = writer.node('Transpose', [split], { perm: [0, 2, 4, 5, 3, 1] })
  const packed = writer.node('Reshape', [ordered, ints(writer, [out, into, kh, kw])])
  const product = writer.node('Conv', [blocks, packed, ...bias], { ...attributes, group: 1 }, undefined, domain)
  writer.node('ReorderOutput', [product], { channels: out, channels_last: 0 }, writer.outputs, domain)
}
