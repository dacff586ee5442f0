import { boolean, number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const matmulAdd: Form = (tf, [a, b, c], { attributes }) =>
  tf.add(tf.matMul(a, b, boolean(attributes, 'transA', false), boolean(attributes, 'transB', false)), tf.mul(c, number(attributes, 'scale', 1)))
