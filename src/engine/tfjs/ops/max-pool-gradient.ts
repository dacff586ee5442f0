import { poolGeometry, tiles, type Geometry } from '../../../ops/geometry.js'
import type { Form, Tf, TfTensor } from '../form.js'
import { channelsFirst, channelsLast, inside, padded } from '../images.js'
import { nearest } from './resize.js'

/** Where windows tile the image, values that tie share the gradient; elsewhere the first largest value gets it. */
export const maxPoolGradient: Form = (tf, [dy, x, y], { attributes, inputTypes: [, type] }) => {
  const found = poolGeometry('max_pool_gradient', type, attributes)
  return tiles(found) ? shared(tf, dy, x, y, found) : first(tf, dy, x, y, found)
}

function shared(tf: Tf, dy: TfTensor, x: TfTensor, y: TfTensor, { kernel: [kh, kw], out, size }: Geometry): TfTensor {
  const covered = [out[0] * kh, out[1] * kw]
  const enlarged = (value: TfTensor): TfTensor => nearest(tf, nearest(tf, value, 2, covered[0]), 3, covered[1])
  const chosen = tf.cast(tf.equal(tf.slice(x, [0, 0, 0, 0], [-1, -1, ...covered]), enlarged(y)), 'float32')
  const ties = tf.mul(channelsFirst(tf, tf.avgPool(channelsLast(tf, chosen), [kh, kw], [kh, kw], 'valid')), kh * kw)
  return tf.pad(tf.mul(chosen, enlarged(tf.div(dy, ties))), [[0, 0], [0, 0], [0, size[0] - covered[0]], [0, size[1] - covered[1]]])
}

function first(tf: Tf, dy: TfTensor, x: TfTensor, y: TfTensor, found: Geometry): TfTensor {
  const [input, output] = [padded(tf, channelsLast(tf, x), found.pads, -Infinity), channelsLast(tf, y)]
  const windows = { filterSize: [...found.kernel], strides: [...found.stride], pad: 'valid' }
  return inside(tf, channelsFirst(tf, tf.engine().runKernel<TfTensor>(tf.MaxPoolGrad, { dy: channelsLast(tf, dy), input, output }, windows)), found)
}
