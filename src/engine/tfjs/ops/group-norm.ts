import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { perChannel } from '../images.js'

export const groupNorm: Form = (tf, [x, scale, bias], { attributes }) => {
  const grouped = tf.reshape(x, [x.shape[0], number(attributes, 'groups'), -1])
  const { mean, variance } = tf.moments(grouped, 2, true)
  const normal = tf.reshape(tf.div(tf.sub(grouped, mean), tf.sqrt(tf.add(variance, number(attributes, 'epsilon', 1e-5)))), x.shape)
  return tf.add(tf.mul(normal, perChannel(tf, scale, x)), perChannel(tf, bias, x))
}
