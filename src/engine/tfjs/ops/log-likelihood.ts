import type { Form } from '../form.js'
import { hotAt } from './one-hot.js'

/** By a 1 at each code, 0 elsewhere. */
export const logLikelihood: Form = (tf, [x, codes]) => tf.sum(tf.mul(hotAt(tf, codes, x.shape.at(-1) ?? 1), tf.sub(x, tf.logSumExp(x, -1, true))), -1)
