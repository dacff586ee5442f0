import type { Tf, TfTensor } from './form.js'

/** What `compute` makes of its operands, with no gradient: TensorFlow.js has none of comparisons, and hands one through casts to integers. */
export const slopeless = (tf: Tf, compute: (...inputs: TfTensor[]) => TfTensor, ...inputs: TfTensor[]): TfTensor =>
  tf.customGrad(() => ({ value: compute(...inputs), gradFunc: () => inputs.map((input) => tf.zeros([...input.shape])) }))(...inputs)
