import type { Form } from '../form.js'

export const log: Form = (tf, [x]) => tf.log(x)
