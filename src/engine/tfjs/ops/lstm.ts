import { recurrentSizes } from '../../../ops/recurrent.js'
import type { Form } from '../form.js'
import { gates, steps } from '../recurrent.js'

export const lstm: Form = (tf, [x, weight, recurrent, bias], { inputTypes }) =>
  steps(tf, x, weight, bias, recurrentSizes('lstm', inputTypes, 4).units, 2, (a, [h, c]) => {
    const [i, o, f, g] = gates(tf, tf.add(a, tf.matMul(h, recurrent, false, true)), 4)
    const cell = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)))
    return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell]
  })
