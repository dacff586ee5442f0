import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { besideChannels, perChannel } from '../images.js'

/** With z the normalised x: dbias = Σdy, dscale = Σdy·z, dx = scale / √(variance + ε) · (dy − mean(dy) − z · mean(dy·z)). */
export const batchNormGradient: Form = (tf, [dy, x, scale, mean, variance], { attributes }) => {
  const axes = besideChannels(x)
  const inverse = tf.rsqrt(tf.add(variance, number(attributes, 'epsilon', 1e-5)))
  const z = tf.mul(tf.sub(x, perChannel(tf, mean, x)), perChannel(tf, inverse, x))
  const along = tf.mul(dy, z)
  const inner = tf.sub(tf.sub(dy, tf.mean(dy, axes, true)), tf.mul(z, tf.mean(along, axes, true)))
  return [tf.mul(inner, perChannel(tf, tf.mul(scale, inverse), x)), tf.sum(along, axes), tf.sum(dy, axes)]
}
