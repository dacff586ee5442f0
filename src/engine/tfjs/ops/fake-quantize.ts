import { number } from '../../../ops/attributes.js'
import { scales } from '../../../ops/fake-quantize.js'
import type { Form, TfTensor } from '../form.js'
import { toTf } from '../tensors.js'
import { within } from './fake-quantize-gradient.js'

/** The gradient passes through unrounded, and not outside the range. */
export const fakeQuantize: Form = (tf, [x], { attributes, inputTypes: [type] }) => {
  const scale = toTf(tf, scales(attributes, type))
  const inside = within(tf, x, scale, attributes)
  return tf.customGrad((_x, save) => {
    if (typeof save === 'function') save([inside])
    return {
      value: tf.mul(tf.clipByValue(tf.round(tf.div(x, scale)), number(attributes, 'low'), number(attributes, 'high')), scale),
      gradFunc: (dy: TfTensor, [mask]: TfTensor[]) => tf.mul(dy, mask),
    }
  })(x)
}
