import { poolGeometry, tiles } from '../../../ops/geometry.js'
import type { Form, TfTensor } from '../form.js'
import { channelsFirst, channelsLast, inside, padded, spreadMeans } from '../images.js'

/** Where windows tile the image, values that tie share the gradient; elsewhere the first largest value gets it. */
export const maxPoolGradient: Form = (tf, [dy, x, y], { attributes, inputTypes: [, type] }) => {
  const found = poolGeometry('max_pool_gradient', type, attributes)
  const [count, filterSize, strides] = [found.kernel[0] * found.kernel[1], [...found.kernel], [...found.stride]]
  if (tiles(found)) {
    const spread = (value: TfTensor): TfTensor => spreadMeans(tf, tf.mul(value, count), x, found)
    const chosen = tf.mul(tf.cast(tf.equal(x, spread(y)), 'float32'), spread(tf.onesLike(y)))
    const ties = tf.mul(channelsFirst(tf, tf.avgPool(channelsLast(tf, chosen), [...found.kernel], [...found.stride], 'valid')), count)
    return tf.mul(chosen, spread(tf.div(dy, ties)))
  }
  const [input, output] = [padded(tf, channelsLast(tf, x), found.pads, -Infinity), channelsLast(tf, y)]
  const whole = tf.engine().runKernel<TfTensor>(tf.MaxPoolGrad, { dy: channelsLast(tf, dy), input, output }, { filterSize, strides, pad: 'valid' })
  return inside(tf, channelsFirst(tf, whole), found)
}
