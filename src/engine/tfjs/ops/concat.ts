import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const concat: Form = (tf, inputs, { attributes }) => tf.concat([...inputs], number(attributes, 'axis'))
