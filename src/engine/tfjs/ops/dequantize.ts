import { isTensor, number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'
import { alongAxis } from '../shapes.js'
import { toTf } from '../tensors.js'

export const dequantize: Form = (tf, [q], { attributes }) => {
  const { scale } = attributes
  const values = tf.cast(q, 'float32')
  if (isTensor(scale)) return tf.mul(values, alongAxis(tf, toTf(tf, scale), q.rank, number(attributes, 'axis')))
  return tf.mul(tf.sub(values, number(attributes, 'zero', 0)), number(attributes, 'scale'))
}
