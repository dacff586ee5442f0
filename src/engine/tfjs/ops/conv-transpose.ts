import { convRule } from '../../../ops/conv.js'
import { backwards } from '../convolution.js'
import type { Form } from '../form.js'

export const convTranspose: Form = (tf, [x, weight], { attributes, inputTypes: [, weightType], outputTypes: [yType] }) =>
  backwards(tf, x, weight, convRule('conv_transpose', yType, weightType, attributes))
