import type { Form } from '../form.js'

export const floor: Form = (tf, [x]) => tf.floor(x)
