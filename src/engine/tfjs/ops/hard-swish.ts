import type { Form } from '../form.js'

export const hardSwish: Form = (tf, [x]) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6))
