import type { Form } from '../form.js'

export const relu: Form = (tf, [x]) => tf.relu(x)
