import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const argmin: Form = (tf, [x], { attributes }) => tf.argMin(x, number(attributes, 'axis', -1))
