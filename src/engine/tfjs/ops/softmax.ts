import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

/** Along any axis: TensorFlow.js has the last only. Divided rather than by a logarithm, which huge values would swallow. */
export const softmax: Form = (tf, [x], { attributes }) => {
  const axis = number(attributes, 'axis', -1)
  const powers = tf.exp(tf.sub(x, tf.max(x, axis, true)))
  return tf.div(powers, tf.sum(powers, axis, true))
}
