import type { Form } from '../form.js'

export const sign: Form = (tf, [x]) => tf.sign(x)
