import type { Form } from '../form.js'

export const relu6: Form = (tf, [x]) => tf.relu6(x)
