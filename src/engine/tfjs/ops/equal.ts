import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'

export const equal: Form = (tf, [a, b]) => slopeless(tf, tf.equal, a, b)
