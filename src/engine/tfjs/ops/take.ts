import { takenAxis } from '../../../ops/take.js'
import type { Form } from '../form.js'
import { placesOf } from '../lines.js'

/** Sample by sample. */
export const take: Form = (tf, [x, indices], { attributes, inputTypes: [type, places] }) => {
  const axis = takenAxis('take', type, places, attributes)
  const rows = placesOf(tf, indices, 0).map((row) => tf.reshape(row, indices.shape.slice(1)))
  return tf.concat(placesOf(tf, x, 0).map((sample, index) => tf.gather(sample, rows[index], axis)), 0)
}
