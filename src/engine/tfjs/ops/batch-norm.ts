import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { perChannel } from '../images.js'

export const batchNorm: Form = (tf, [x, scale, bias, mean, variance], { attributes }) => {
  const slope = tf.div(scale, tf.sqrt(tf.add(variance, number(attributes, 'epsilon', 1e-5))))
  return tf.add(tf.mul(tf.sub(x, perChannel(tf, mean, x)), perChannel(tf, slope, x)), perChannel(tf, bias, x))
}
