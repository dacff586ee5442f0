import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

export const reduceMax: Form = (tf, [x], { attributes }) => reduced(x, attributes, (axes, keepdims) => tf.max(x, axes, keepdims))
