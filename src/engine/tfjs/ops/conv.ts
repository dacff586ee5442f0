import { convRule } from '../../../ops/conv.js'
import { convolve } from '../convolution.js'
import type { Form } from '../form.js'

export const conv: Form = (tf, [x, weight, bias], { attributes, inputTypes: [xType, weightType] }) => {
  const y = convolve(tf, x, weight, convRule('conv', xType, weightType, attributes))
  return bias === undefined ? y : tf.add(y, tf.reshape(bias, [-1, 1, 1]))
}
