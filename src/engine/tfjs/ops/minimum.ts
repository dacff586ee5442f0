import type { Form } from '../form.js'
import { alike } from '../shapes.js'

export const minimum: Form = (tf, [a, b]) => tf.minimum(...alike(tf, a, b))
