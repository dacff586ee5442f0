import type { Form } from '../form.js'

export const geluSlope: Form = (tf, [x]) => {
  const below = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
  return tf.add(below, tf.mul(x, density))
}
