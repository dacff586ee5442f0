import type { Form } from '../form.js'

export const globalAvgPool: Form = (tf, [x]) => tf.mean(x, [2, 3])
