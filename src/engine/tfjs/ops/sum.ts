import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

export const sum: Form = (tf, [x], { attributes }) => reduced(x, attributes, (axes, keepdims) => tf.sum(x, axes, keepdims))
