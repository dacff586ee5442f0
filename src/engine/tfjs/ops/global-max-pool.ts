import type { Form } from '../form.js'

export const globalMaxPool: Form = (tf, [x]) => tf.max(x, [2, 3])
