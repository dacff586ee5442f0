import type { Form } from '../form.js'

export const abs: Form = (tf, [x]) => tf.abs(x)
