import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const quantize: Form = (tf, [x], { attributes }) =>
  tf.cast(tf.clipByValue(tf.add(tf.round(tf.div(x, number(attributes, 'scale'))), number(attributes, 'zero')), 0, 255), 'int32')
