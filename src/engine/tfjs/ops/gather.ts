import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const gather: Form = (tf, [x, indices], { attributes }) => tf.gather(x, indices, number(attributes, 'axis', 0))
