import type { Form } from '../form.js'

export const sub: Form = (tf, [a, b]) => tf.sub(a, b)
