import type { Form } from '../form.js'

export const add: Form = (tf, [a, b]) => tf.add(a, b)
