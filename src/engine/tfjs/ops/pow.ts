import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const pow: Form = (tf, [x], { attributes }) => tf.pow(x, tf.scalar(number(attributes, 'exponent')))
