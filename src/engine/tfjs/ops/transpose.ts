import { numbers } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const transpose: Form = (tf, [x], { attributes }) => tf.transpose(x, [...numbers(attributes, 'perm')])
