import { recurrentSizes } from '../../../ops/recurrent.js'
import type { Form } from '../form.js'
import { gates, steps } from '../recurrent.js'

export const gru: Form = (tf, [x, weight, recurrent, bias, recurrentBias], { inputTypes }) =>
  steps(tf, x, weight, bias, recurrentSizes('gru', inputTypes, 3).units, 1, (a, [h]) => {
    const [az, ar, an] = gates(tf, a, 3)
    const [cz, cr, cn] = gates(tf, tf.add(tf.matMul(h, recurrent, false, true), recurrentBias), 3)
    const z = tf.sigmoid(tf.add(az, cz))
    const n = tf.tanh(tf.add(an, tf.mul(tf.sigmoid(tf.add(ar, cr)), cn)))
    return [tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h))]
  })
