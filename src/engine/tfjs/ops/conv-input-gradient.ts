import { convRule } from '../../../ops/conv.js'
import { inputGradient } from '../convolution.js'
import type { Form } from '../form.js'

export const convInputGradient: Form = (tf, [dy, weight], { attributes, inputTypes: [, weightType], outputTypes: [xType] }) =>
  inputGradient(tf, dy, weight, convRule('conv_input_gradient', xType, weightType, attributes))
