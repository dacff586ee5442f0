import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const argmax: Form = (tf, [x], { attributes }) => tf.argMax(x, number(attributes, 'axis', -1))
