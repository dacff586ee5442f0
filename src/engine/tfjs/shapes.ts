/** What forms have in common over shapes. */
import type { Attributes } from '../../ir/graph.js'
import { boolean } from '../../ops/attributes.js'
import { axesOf, broadcast } from '../../ops/shapes.js'
import type { Tf, TfTensor } from './form.js'

/** x repeated to a shape. As a sum, since TensorFlow.js has no gradient of repetition beyond four axes. */
export const widened = (tf: Tf, x: TfTensor, shape: readonly number[]): TfTensor => {
  if (x.shape.length === shape.length && x.shape.every((size, axis) => size === shape[axis])) return x
  return x.dtype === 'float32' ? tf.add(x, tf.zeros([...shape])) : tf.broadcastTo(x, [...shape])
}

/** A vector shaped to broadcast along one axis of a tensor of some rank. */
export const alongAxis = (tf: Tf, vector: TfTensor, rank: number, axis: number): TfTensor =>
  tf.reshape(vector, Array.from({ length: rank }, (_, index) => (index === axis ? -1 : 1)))

/** A reduction's attributes as TensorFlow.js takes them; nothing is reduced over no axes. */
export function reduced(x: TfTensor, attributes: Attributes, reduce: (axes: number[], keepdims: boolean) => TfTensor): TfTensor {
  const axes = axesOf('reduction', x.rank, attributes)
  return axes.length === 0 ? x : reduce([...axes], boolean(attributes, 'keepdims', false))
}

/** Two operands broadcast to one shape: of some ops, TensorFlow.js does not sum the gradient over axes that it broadcasts by itself. */
export const alike = (tf: Tf, a: TfTensor, b: TfTensor): [TfTensor, TfTensor] => {
  const shape = broadcast('operands', a.shape, b.shape).map(Number)
  return [widened(tf, a, shape), widened(tf, b, shape)]
}
