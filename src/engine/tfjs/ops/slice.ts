import { ranges } from '../../../ops/slice.js'
import type { Form } from '../form.js'

export const slice: Form = (tf, [x], { attributes, inputTypes: [type] }) => {
  const parts = ranges(type, attributes)
  if (x.rank === 0) return x
  const [starts, ends] = [x.shape.map((_, axis) => parts.get(axis)?.start ?? 0), x.shape.map((size, axis) => parts.get(axis)?.end ?? size)]
  return tf.slice(x, starts, ends.map((end, axis) => end - starts[axis]))
}
