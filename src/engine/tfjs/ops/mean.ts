import type { Form } from '../form.js'
import { reduced } from '../shapes.js'

/** The mean of integers is cut off at the point. */
export const mean: Form = (tf, [x], { attributes }) => reduced(x, attributes, (axes, keepdims) => tf.cast(tf.mean(x, axes, keepdims), x.dtype))
