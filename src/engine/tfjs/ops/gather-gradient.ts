import { number } from '../../../ops/attributes.js'
import { axisOf } from '../../../ops/shapes.js'
import type { Form } from '../form.js'

/** `scatterND` adds rows with equal indices; an axis that is not the first is moved there and back. */
export const gatherGradient: Form = (tf, [dy, indices, { shape }], { attributes }) => {
  const axis = axisOf('gather_gradient', shape.length, number(attributes, 'axis', 0))
  const others = shape.map((_, index) => index).filter((index) => index !== axis)
  const moved = [axis, ...others]
  const own = indices.shape.map((_, index) => index + axis)
  const turned = tf.transpose(dy, [...own, ...dy.shape.map((_, index) => index).filter((index) => !own.includes(index))])
  const sizes = moved.map((index) => shape[index])
  const sums = tf.scatterND(tf.reshape(indices, [-1, 1]), tf.reshape(turned, [indices.size, ...sizes.slice(1)]), sizes)
  return tf.transpose(sums, shape.map((_, index) => moved.indexOf(index)))
}
