import { number } from '../../../ops/attributes.js'
import { axisOf } from '../../../ops/shapes.js'
import type { Form } from '../form.js'
import { hot, withLast } from '../lines.js'

/** `tf.topk` has no gradient: the values are looked up at its places. */
export const topK: Form = (tf, [x], { attributes }) => {
  const axis = axisOf('top_k', x.rank, number(attributes, 'axis', -1))
  // Without the tape: places have no gradient.
  const found = withLast(tf, axis, [tf.tensor(x.dataSync(), x.shape)], ([line]) => tf.topk(line, number(attributes, 'k')).indices)
  const order = x.shape.map((_, index) => index).filter((index) => index !== axis).concat(axis)
  const places = hot(tf, tf.transpose(found, order), x.shape[axis])
  return [withLast(tf, axis, [x], ([line]) => tf.sum(tf.mul(places, tf.expandDims(line, -2)), -1)), found]
}
