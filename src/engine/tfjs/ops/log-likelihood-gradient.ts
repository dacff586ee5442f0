import type { Form } from '../form.js'
import { hotAt } from './one-hot.js'

/** By a 1 at each code, 0 elsewhere. */
export const logLikelihoodGradient: Form = (tf, [dy, codes, x]) => {
  const truth = hotAt(tf, codes, x.shape.at(-1) ?? 1)
  return tf.mul(tf.expandDims(dy, -1), tf.sub(truth, tf.mul(tf.softmax(x), tf.sum(truth, -1, true))))
}
