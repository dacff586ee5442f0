import { axesOf } from '../../../ops/shapes.js'
import { elementCount } from '../../../types/tensor.js'
import type { Form } from '../form.js'

export const count: Form = (tf, [{ shape }], { attributes }) => tf.scalar(elementCount(axesOf('count', shape.length, attributes).map((axis) => shape[axis])))
