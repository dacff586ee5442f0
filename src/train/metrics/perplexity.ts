import type { Metric } from './metric.js'
import { eachWritten } from './texts.js'

/** exp(−Σ log p / n) over all places up to the ends of the texts, those included, each given the true pieces before it. */
export const perplexity: Metric = {
  name: 'perplexity',
  doc: 'exponential of the mean negative log probability of a piece, given those before it',
  direction: 'lower',
  unit: 'own',
  targets: ['text'],
  create() {
    let [sum, all] = [0, 0]
    return {
      add({ data, shape: [, max = 0, size = 0] }, target, weights) {
        eachWritten(target, weights, (_pieces, places, sample, weight) => {
          for (let place = 0; place < places; place++) {
            const from = (sample * max + place) * size
            sum += weight * surprise(data as Float32Array, from, size, Number(target.data[sample * max + place]))
          }
          all += weight * places
        })
      },
      result: () => Math.exp(sum / all),
    }
  },
}

/** −log of the softmax at `truth`, of the logits from `from` on. */
function surprise(logits: Float32Array, from: number, size: number, truth: number): number {
  let most = -Infinity
  for (let index = from; index < from + size; index++) most = Math.max(most, logits[index] ?? -Infinity)
  let powers = 0
  for (let index = from; index < from + size; index++) powers += Math.exp((logits[index] ?? -Infinity) - most)
  return Math.log(powers) + most - (logits[from + truth] ?? -Infinity)
}
