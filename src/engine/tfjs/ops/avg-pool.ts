import { poolGeometry } from '../../../ops/geometry.js'
import type { Form } from '../form.js'
import { channelsFirst, channelsLast, padded, valuesInWindows } from '../images.js'

/** Padded by hand, and divided by what each window has of the image: TensorFlow.js counts padding in its gradient of a mean. */
export const avgPool: Form = (tf, [x], { attributes, inputTypes: [type] }) => {
  const found = poolGeometry('avg_pool', type, attributes)
  const [kh, kw] = found.kernel
  const means = tf.avgPool(padded(tf, channelsLast(tf, x), found.pads), [kh, kw], [...found.stride], 'valid')
  const y = channelsFirst(tf, means)
  return found.pads.every((amount) => amount === 0) ? y : tf.mul(y, tf.div(kh * kw, valuesInWindows(tf, found)))
}
