import type { Form } from '../form.js'
import { alike } from '../shapes.js'

export const maximum: Form = (tf, [a, b]) => tf.maximum(...alike(tf, a, b))
