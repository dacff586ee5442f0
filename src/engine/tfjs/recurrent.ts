/** What recurrent forms have in common. */
import type { Tf, TfTensor } from './form.js'

/** [N, gates · H] as one [N, H] a gate. */
export const gates = (tf: Tf, all: TfTensor, count: number): readonly TfTensor[] => tf.split(all, count, 1)

/**
 * Goes through x [N, T, D] step by step, beginning with `carried` states [N, units] of zeros. `step` takes x · weightᵀ + bias at
 * one time, and the states; it gives the next ones, of which the first is the result [N, T, units].
 */
export function steps(
  tf: Tf,
  x: TfTensor,
  weight: TfTensor,
  bias: TfTensor,
  units: number,
  carried: number,
  step: (a: TfTensor, states: readonly TfTensor[]) => readonly TfTensor[],
): TfTensor {
  const [batch, time, depth] = x.shape
  let states: readonly TfTensor[] = Array.from({ length: carried }, () => tf.zeros([batch, units]))
  const results: TfTensor[] = []
  for (let t = 0; t < time; t++) {
    const now = tf.reshape(tf.slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth])
    states = step(tf.add(tf.matMul(now, weight, false, true), bias), states)
    results.push(states[0])
  }
  return tf.stack(results, 1)
}
