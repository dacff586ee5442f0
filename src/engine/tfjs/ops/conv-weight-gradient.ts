import { convRule } from '../../../ops/conv.js'
import { weightGradient } from '../convolution.js'
import type { Form } from '../form.js'

export const convWeightGradient: Form = (tf, [dy, x], { attributes, inputTypes: [, xType], outputTypes: [weightType] }) =>
  weightGradient(tf, dy, x, convRule('conv_weight_gradient', xType, weightType, attributes))
