import { poolGeometry } from '../../../ops/geometry.js'
import type { Form } from '../form.js'
import { spreadMeans, valuesInWindows } from '../images.js'

/** Each window's gradient, divided by what the window has of the image. */
export const avgPoolGradient: Form = (tf, [dy, x], { attributes, inputTypes: [, type] }) => {
  const found = poolGeometry('avg_pool_gradient', type, attributes)
  return spreadMeans(tf, tf.mul(dy, tf.div(found.kernel[0] * found.kernel[1], valuesInWindows(tf, found))), x, found)
}
