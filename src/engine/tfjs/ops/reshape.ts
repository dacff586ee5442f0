import { numbers } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const reshape: Form = (tf, [x], { attributes }) =>
  tf.reshape(x, numbers(attributes, 'shape').map((dim, axis) => (dim === 0 ? x.shape[axis] : dim)))
