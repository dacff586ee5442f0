import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

/** Along any axis: TensorFlow.js has the last only. */
export const logSoftmax: Form = (tf, [x], { attributes }) => tf.sub(x, tf.logSumExp(x, number(attributes, 'axis', -1), true))
