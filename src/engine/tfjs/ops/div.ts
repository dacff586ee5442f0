import type { Form } from '../form.js'

export const div: Form = (tf, [a, b]) => tf.div(a, b)
