import { cumulativeOf } from '../../../ops/cumulative.js'
import type { Form } from '../form.js'
import { accumulated } from '../lines.js'

/** Place by place: `tf.cumprod` has no gradient. */
export const cumprod: Form = (tf, [x], { attributes, inputTypes: [type] }) =>
  accumulated(tf, x, cumulativeOf('cumprod', type, attributes), 1, (total, value) => tf.mul(total, value))
