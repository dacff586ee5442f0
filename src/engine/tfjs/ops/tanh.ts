import type { Form } from '../form.js'

export const tanh: Form = (tf, [x]) => tf.tanh(x)
