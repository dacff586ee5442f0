import { takenAxis } from '../../../ops/take.js'
import type { Form } from '../form.js'
import { placesOf } from '../lines.js'
import { gatherGradient } from './gather-gradient.js'

/** Sample by sample, as `gather` does it. */
export const takeGradient: Form = (tf, [dy, indices, x], context) => {
  const { attributes, inputTypes: [, places, type] } = context
  const axis = takenAxis('take_gradient', type, places, attributes) - 1
  const [rows, codes, samples] = [dy, indices, x].map((value) => placesOf(tf, value, 0).map((each) => tf.reshape(each, value.shape.slice(1))))
  const sums = rows.flatMap((row, index) => gatherGradient(tf, [row, codes[index], samples[index]], { ...context, attributes: { axis } }))
  return tf.stack([...sums])
}
