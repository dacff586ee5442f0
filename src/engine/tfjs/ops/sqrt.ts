import type { Form } from '../form.js'

export const sqrt: Form = (tf, [x]) => tf.sqrt(x)
