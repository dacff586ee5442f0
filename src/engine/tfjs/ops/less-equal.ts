import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'

export const lessEqual: Form = (tf, [a, b]) => slopeless(tf, tf.lessEqual, a, b)
