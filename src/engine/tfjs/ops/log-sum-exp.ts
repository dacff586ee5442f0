import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

export const logSumExp: Form = (tf, [x], { attributes }) => reduced(x, attributes, (axes, keepdims) => tf.logSumExp(x, axes, keepdims))
