import { cumulativeOf } from '../../../ops/cumulative.js'
import type { Form } from '../form.js'
import { accumulated } from '../lines.js'

/** Place by place: the gradient of `tf.cumsum` is wrong but along the last axis. */
export const cumsum: Form = (tf, [x], { attributes, inputTypes: [type] }) =>
  accumulated(tf, x, cumulativeOf('cumsum', type, attributes), 0, (total, value) => tf.add(total, value))
