import { axesOf } from '../../../ops/shapes.js'
import { boolean } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const sumSquare: Form = (tf, [x], { attributes }) => tf.sum(tf.square(x), [...axesOf('sum_square', x.rank, attributes)], boolean(attributes, 'keepdims', false))
