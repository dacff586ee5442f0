import { number } from '../../../ops/attributes.js'
import type { Form, Tf, TfTensor } from '../form.js'

/** By comparing: TensorFlow.js has no vectors of one. */
export const hotAt = (tf: Tf, codes: TfTensor, depth: number): TfTensor => tf.cast(tf.equal(tf.expandDims(codes, -1), tf.range(0, depth, 1, 'int32')), 'float32')

export const oneHot: Form = (tf, [codes], { attributes }) => hotAt(tf, codes, number(attributes, 'depth'))
