import { sizeAt } from '../../../ops/shapes.js'
import type { Form } from '../form.js'

export const dense: Form = (tf, [x, weight, bias]) => {
  const [units, size] = [sizeAt('dense', weight.shape, 0), sizeAt('dense', weight.shape, 1)]
  const y = tf.reshape(tf.matMul(tf.reshape(x, [-1, size]), weight, false, true), [...x.shape.slice(0, -1), units])
  return bias === undefined ? y : tf.add(y, bias)
}
