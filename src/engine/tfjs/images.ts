/** What forms over images have in common: ours have channels first, TensorFlow.js wants them last. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Geometry } from '../../ops/geometry.js'
import type { Tf, TfTensor } from './form.js'
import { alongAxis } from './shapes.js'

const isFour = (x: TfTensor): x is Tensor4D => x.rank === 4

/** The type of a tensor of four axes. */
export function four(x: TfTensor): Tensor4D {
  if (isFour(x)) return x
  throw new Error(`four axes are needed, not [${x.shape.join(', ')}]`)
}

/** [N, C, H, W] → [N, H, W, C] */
export const channelsLast = (tf: Tf, x: TfTensor): Tensor4D => four(tf.transpose(x, [0, 2, 3, 1]))

/** [N, H, W, C] → [N, C, H, W] */
export const channelsFirst = (tf: Tf, x: TfTensor): TfTensor => tf.transpose(x, [0, 3, 1, 2])

/** [N, H, W, C] with `pads` (top, left, bottom, right) around. */
export const padded = (tf: Tf, x: Tensor4D, pads: Geometry['pads'], value = 0): Tensor4D => {
  const [t, l, b, r] = pads
  return pads.every((amount) => amount === 0) ? x : tf.pad4d(x, [[0, 0], [t, b], [l, r], [0, 0]], value)
}

/** The part of an image [N, C, …] with padding that is not padding. */
export const inside = (tf: Tf, x: TfTensor, { size, pads: [t, l] }: Geometry): TfTensor => tf.slice(x, [0, 0, t, l], [-1, -1, ...size])

/** How many values of the image each window holds: [H', W']. */
export function valuesInWindows(tf: Tf, { kernel, stride, pads, size, out }: Geometry): TfTensor {
  const along = (axis: 0 | 1): readonly number[] =>
    Array.from({ length: out[axis] }, (_, index) => {
      const start = index * stride[axis] - pads[axis]
      return Math.min(start + kernel[axis], size[axis]) - Math.max(start, 0)
    })
  const [rows, columns] = [along(0), along(1)]
  return tf.tensor2d(rows.map((row) => columns.map((column) => row * column)))
}

/** A vector [C] shaped to broadcast over x [N, C, …]. */
export const perChannel = (tf: Tf, vector: TfTensor, x: TfTensor): TfTensor => alongAxis(tf, vector, x.rank, 1)

/** All axes but the channels. */
export const besideChannels = (x: TfTensor): number[] => x.shape.map((_, axis) => axis).filter((axis) => axis !== 1)
