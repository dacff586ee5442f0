import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

/** TensorFlow.js has it with alpha 1 only. */
export const elu: Form = (tf, [x], { attributes }) => tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), number(attributes, 'alpha', 1)))
