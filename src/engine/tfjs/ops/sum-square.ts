import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

export const sumSquare: Form = (tf, [x], { attributes }) => {
  const squares = tf.square(x)
  return reduced(squares, attributes, (axes, keepdims) => tf.sum(squares, axes, keepdims))
}
