import { boolean } from '../../../ops/attributes.js'
import { broadcast } from '../../../ops/shapes.js'
import type { Form, TfTensor } from '../form.js'
import { widened } from '../shapes.js'

/** Axes in front are made alike by hand: TensorFlow.js does not sum the gradient over those that it broadcasts. */
export const matmul: Form = (tf, [a, b], { attributes }) => {
  const front = broadcast('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2)).map(Number)
  const wide = (x: TfTensor): TfTensor => widened(tf, x, [...front, ...x.shape.slice(-2)])
  return tf.matMul(wide(a), wide(b), boolean(attributes, 'transA', false), boolean(attributes, 'transB', false))
}
