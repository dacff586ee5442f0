import { number } from '../../../ops/attributes.js'
import type { Form } from '../form.js'

export const oneHot: Form = (tf, [codes], { attributes }) => tf.oneHot(codes, number(attributes, 'depth'), 1, 0, 'float32')
