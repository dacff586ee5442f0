import type { Form } from '../form.js'

export const sin: Form = (tf, [x]) => tf.sin(x)
