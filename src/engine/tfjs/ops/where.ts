import type { Form } from '../form.js'

export const where: Form = (tf, [condition, a, b]) => tf.where(condition, a, b)
