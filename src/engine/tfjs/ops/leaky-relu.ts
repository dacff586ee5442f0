import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const leakyRelu: Form = (tf, [x], { attributes }) => tf.leakyRelu(x, number(attributes, 'slope', 0.01))
