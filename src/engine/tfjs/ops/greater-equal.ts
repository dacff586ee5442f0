import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'

export const greaterEqual: Form = (tf, [a, b]) => slopeless(tf, tf.greaterEqual, a, b)
