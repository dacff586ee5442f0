import type { Form } from '../form.js'

export const cos: Form = (tf, [x]) => tf.cos(x)
