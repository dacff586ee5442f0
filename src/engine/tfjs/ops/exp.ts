import type { Form } from '../form.js'

export const exp: Form = (tf, [x]) => tf.exp(x)
