import { numbers, string } from '../../../ops/attributes.js'
import type { Form, Tf, TfTensor } from '../form.js'

/** Axis by axis, from the rows before and behind each new one: TensorFlow.js has no gradient with half-pixel centres. */
export const resize: Form = (tf, [x], { attributes }) => {
  const along = string(attributes, 'mode', 'nearest') === 'bilinear' ? between : nearest
  return numbers(attributes, 'size').reduce((image, size, index) => along(tf, image, index + 2, size), x)
}

/** Each new row is the one whose place it has: ⌊row · from / size⌋. */
export function nearest(tf: Tf, x: TfTensor, axis: number, size: number): TfTensor {
  const from = x.shape[axis]
  return tf.gather(x, tf.tensor1d(Array.from({ length: size }, (_, row) => Math.floor((row * from) / size)), 'int32'), axis)
}

function between(tf: Tf, x: TfTensor, axis: number, size: number): TfTensor {
  const last = x.shape[axis] - 1
  const places = Array.from({ length: size }, (_, row) => Math.min(Math.max(((row + 0.5) * (last + 1)) / size - 0.5, 0), last))
  const rows = (indices: readonly number[]): TfTensor => tf.gather(x, tf.tensor1d([...indices], 'int32'), axis)
  const before = places.map(Math.floor)
  const share = tf.reshape(tf.tensor1d(places.map((place, row) => place - before[row])), [size, ...x.shape.slice(axis + 1).map(() => 1)])
  return tf.add(tf.mul(rows(before), tf.sub(1, share)), tf.mul(rows(before.map((row) => Math.min(row + 1, last))), share))
}
