import type { Form } from '../form.js'

export const mul: Form = (tf, [a, b]) => tf.mul(a, b)
