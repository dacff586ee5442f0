import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const layerNorm: Form = (tf, [x, scale, bias], { attributes }) => {
  const { mean, variance } = tf.moments(x, -1, true)
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, number(attributes, 'epsilon', 1e-5)))), scale), bias)
}
