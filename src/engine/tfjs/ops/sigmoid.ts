import type { Form } from '../form.js'

export const sigmoid: Form = (tf, [x]) => tf.sigmoid(x)
