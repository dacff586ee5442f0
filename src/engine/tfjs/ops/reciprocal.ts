import type { Form } from '../form.js'

export const reciprocal: Form = (tf, [x]) => tf.reciprocal(x)
