import type { Form } from '../form.js'

export const positiveMask: Form = (tf, [x]) => tf.step(x)
