import type { Form } from '../form.js'

export const square: Form = (tf, [x]) => tf.square(x)
