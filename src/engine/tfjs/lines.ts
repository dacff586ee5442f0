/** What forms that go along an axis have in common: TensorFlow.js has no gradient of most of what it can do there by itself. */
import type { Cumulative } from '../../ops/cumulative.js'
import type { Tf, TfTensor } from './form.js'

/** The places of an axis, one after the other; each keeps the axis. */
export const placesOf = (tf: Tf, x: TfTensor, axis: number): readonly TfTensor[] => {
  const size = x.shape.map((dim, index) => (index === axis ? 1 : dim))
  return Array.from({ length: x.shape[axis] }, (_, place) => tf.slice(x, size.map((_dim, index) => (index === axis ? place : 0)), size))
}

/** What has been gathered at each place, from `start` on. */
export function accumulated(tf: Tf, x: TfTensor, { axis, reverse, exclusive }: Cumulative, start: number, step: (total: TfTensor, value: TfTensor) => TfTensor): TfTensor {
  const places = placesOf(tf, x, axis)
  let total: TfTensor = tf.add(tf.zeros([...places[0].shape]), start)
  const made = (reverse ? places.toReversed() : places).map((place) => {
    const next = step(total, place)
    const shown = exclusive ? total : next
    total = next
    return shown
  })
  return tf.concat(reverse ? made.toReversed() : made, axis)
}

/** `compute` on tensors whose axis `axis` is moved to the end, and its result with that axis back. */
export function withLast(tf: Tf, axis: number, inputs: readonly TfTensor[], compute: (inputs: readonly TfTensor[]) => TfTensor): TfTensor {
  const order = inputs[0].shape.map((_, index) => index).filter((index) => index !== axis).concat(axis)
  return tf.transpose(compute(inputs.map((input) => tf.transpose(input, order))), order.map((_, index) => order.indexOf(index)))
}

/** A vector for each code that is 1 at its place; `tf.oneHot` takes no depth of 1. */
export const hot = (tf: Tf, codes: TfTensor, depth: number): TfTensor => tf.cast(tf.equal(tf.expandDims(codes, -1), tf.range(0, depth, 1, 'int32')), 'float32')
