import type { Form } from '../form.js'

export const erf: Form = (tf, [x]) => tf.erf(x)
