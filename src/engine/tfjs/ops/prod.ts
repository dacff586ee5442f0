import type { Form } from '../form.js'
import { placesOf } from '../lines.js'
import { reduced } from '../shapes.js'

/** Place by place, so that its gradient is a product of the others. */
export const prod: Form = (tf, [x], { attributes }) =>
  reduced(x, attributes, (axes, keepdims) => {
    const product = axes.reduce((whole, axis) => placesOf(tf, whole, axis).reduce((total, value) => tf.mul(total, value)), x)
    return keepdims ? product : tf.reshape(product, x.shape.filter((_, axis) => !axes.includes(axis)))
  })
