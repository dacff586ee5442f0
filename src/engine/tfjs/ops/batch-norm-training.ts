import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { besideChannels, perChannel } from '../images.js'

export const batchNormTraining: Form = (tf, [x, scale, bias], { attributes }) => {
  const { mean, variance } = tf.moments(x, besideChannels(x))
  const slope = tf.div(scale, tf.sqrt(tf.add(variance, number(attributes, 'epsilon', 1e-5))))
  return [tf.add(tf.mul(tf.sub(x, perChannel(tf, mean, x)), perChannel(tf, slope, x)), perChannel(tf, bias, x)), mean, variance]
}
