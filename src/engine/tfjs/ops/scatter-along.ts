import { number } from '../../../ops/attributes.js'
import { axisOf } from '../../../ops/shapes.js'
import type { Form } from '../form.js'
import { hot, withLast } from '../lines.js'

/** Each value times a vector that is 1 at its place. */
export const scatterAlong: Form = (tf, [dy, indices, { shape }], { attributes }) => {
  const axis = axisOf('scatter_along', shape.length, number(attributes, 'axis', 0))
  return withLast(tf, axis, [dy, indices], ([values, places]) => tf.sum(tf.mul(hot(tf, places, shape[axis]), tf.expandDims(values, -1)), -2))
}
