import type { Form } from '../form.js'

export const gelu: Form = (tf, [x]) => tf.mul(x, tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5))
