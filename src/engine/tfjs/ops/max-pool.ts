import { poolGeometry } from '../../../ops/geometry.js'
import type { Form } from '../form.js'
import { channelsFirst, channelsLast, padded } from '../images.js'

/** Padded by hand, by what never wins. */
export const maxPool: Form = (tf, [x], { attributes, inputTypes: [type] }) => {
  const { kernel, stride, pads } = poolGeometry('max_pool', type, attributes)
  return channelsFirst(tf, tf.maxPool(padded(tf, channelsLast(tf, x), pads, -Infinity), [...kernel], [...stride], 'valid'))
}
