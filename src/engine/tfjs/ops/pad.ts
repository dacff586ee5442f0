import { number, numbers } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const pad: Form = (tf, [x], { attributes }) => {
  const pads = numbers(attributes, 'pads')
  return x.rank === 0 ? x : tf.pad(x, x.shape.map((_, axis) => [pads[axis], pads[axis + x.rank]]), number(attributes, 'value', 0))
}
