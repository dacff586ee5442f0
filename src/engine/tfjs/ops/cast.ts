import type { Form } from '../form.js'
import { slopeless } from '../slopeless.js'
import { kindOf } from '../tensors.js'

/** Towards bool, what is not 0 is true; towards integers, values are cut off at the point. */
export const cast: Form = (tf, [x], { outputTypes: [{ dtype }] }) => {
  if (dtype === 'f32') return tf.cast(x, 'float32')
  return slopeless(tf, (given) => (dtype === 'bool' ? tf.notEqual(given, tf.zerosLike(given)) : tf.cast(given, kindOf(dtype))), x)
}
