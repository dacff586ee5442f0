import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const clip: Form = (tf, [x], { attributes }) => tf.clipByValue(x, number(attributes, 'min', -Infinity), number(attributes, 'max', Infinity))
