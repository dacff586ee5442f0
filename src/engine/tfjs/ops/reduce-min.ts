import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

export const reduceMin: Form = (tf, [x], { attributes }) => reduced(x, attributes, (axes, keepdims) => tf.min(x, axes, keepdims))
