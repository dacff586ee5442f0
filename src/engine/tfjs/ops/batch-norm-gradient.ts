import type { Form } from '../form.js'
import { besideChannels, perChannel } from '../images.js'

/** With z the normalised x: dbias = Σdy, dscale = Σdy·z, dnormal = dy − mean(dy) − z · mean(dy·z). */
export const batchNormGradient: Form = (tf, [dy, x, mean, inverse]) => {
  const axes = besideChannels(x)
  const z = tf.mul(tf.sub(x, perChannel(tf, mean, x)), perChannel(tf, inverse, x))
  const along = tf.mul(dy, z)
  const inner = tf.sub(tf.sub(dy, tf.mean(dy, axes, true)), tf.mul(z, tf.mean(along, axes, true)))
  return [inner, tf.sum(along, axes), tf.sum(dy, axes)]
}
