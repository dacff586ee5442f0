import { poolGeometry } from '../../../ops/geometry.js'
import type { Form, TfTensor } from '../form.js'
import { channelsFirst, channelsLast, inside, padded, valuesInWindows } from '../images.js'

/** Each window's gradient, divided by what the window has of the image; the kernel divides by the whole window. */
export const avgPoolGradient: Form = (tf, [dy, x], { attributes, inputTypes: [, type] }) => {
  const found = poolGeometry('avg_pool_gradient', type, attributes)
  const each = tf.mul(dy, tf.div(found.kernel[0] * found.kernel[1], valuesInWindows(tf, found)))
  const windows = { filterSize: [...found.kernel], strides: [...found.stride], pad: 'valid' }
  const input = padded(tf, channelsLast(tf, x), found.pads)
  return inside(tf, channelsFirst(tf, tf.engine().runKernel<TfTensor>(tf.AvgPoolGrad, { dy: channelsLast(tf, each), input }, windows)), found)
}
