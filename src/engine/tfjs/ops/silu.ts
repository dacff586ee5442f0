import type { Form } from '../form.js'

export const silu: Form = (tf, [x]) => tf.mul(x, tf.sigmoid(x))
