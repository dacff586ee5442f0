import type { Form } from '../form.js'

export const neg: Form = (tf, [x]) => tf.neg(x)
