import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'

export const less: Form = (tf, [a, b]) => slopeless(tf, tf.less, a, b)
