import { number } from '../../../ops/attributes.js'
import { scales } from '../../../ops/fake-quantize.js'
import type { Attributes } from '../../../ir/graph.js'
import type { Form, Tf, TfTensor } from '../form.js'
import { toTf } from '../tensors.js'

/** 1 where low ≤ x / scale ≤ high, else 0. */
export function within(tf: Tf, x: TfTensor, scale: TfTensor, attributes: Attributes): TfTensor {
  const steps = tf.div(x, scale)
  return tf.cast(tf.equal(steps, tf.clipByValue(steps, number(attributes, 'low'), number(attributes, 'high'))), 'float32')
}

export const fakeQuantizeGradient: Form = (tf, [x, dy], { attributes, inputTypes: [type] }) =>
  tf.mul(dy, within(tf, x, toTf(tf, scales(attributes, type)), attributes))
