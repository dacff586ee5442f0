import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

/** Along any axis: TensorFlow.js has the last only. The highest value is taken off first: a huge one would swallow the logarithm. */
export const logSoftmax: Form = (tf, [x], { attributes }) => {
  const axis = number(attributes, 'axis', -1)
  const below = tf.sub(x, tf.max(x, axis, true))
  return tf.sub(below, tf.log(tf.sum(tf.exp(below), axis, true)))
}
