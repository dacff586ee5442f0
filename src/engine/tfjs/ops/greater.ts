import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'

export const greater: Form = (tf, [a, b]) => slopeless(tf, tf.greater, a, b)
