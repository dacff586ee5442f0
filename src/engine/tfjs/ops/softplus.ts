import type { Form } from '../form.js'

export const softplus: Form = (tf, [x]) => tf.softplus(x)
