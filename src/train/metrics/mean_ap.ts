import { eachLabel, labelsOf, raise, type Metric } from './metric.js'

/** Logits are told apart in steps of 1/128 up to ±32, which keeps memory the same for any number of samples. */
const [steps, furthest] = [128, 32]
const bins = 2 * furthest * steps + 1
const binOf = (logit: number): number => Math.round((Math.min(furthest, Math.max(-furthest, logit)) + furthest) * steps)

/**
 * The mean over the labels that are there at all of Σ (Rₙ − Rₙ₋₁)·Pₙ, precision and recall being those of the samples with the n highest scores;
 * samples of one score come together.
 */
export const meanAp: Metric = {
  name: 'mean_ap',
  doc: 'mean over the labels of the area under precision over recall',
  direction: 'higher',
  unit: 'ratio',
  targets: ['labels'],
  create(target) {
    const size = labelsOf(target)
    const [there, absent] = [new Float64Array(size * bins), new Float64Array(size * bins)]
    return {
      add(prediction, actual, weights) {
        eachLabel(size, prediction, actual, weights, (label, logit, truth, weight) => raise(truth ? there : absent, label * bins + binOf(logit), weight))
      },
      result() {
        const areas = Array.from({ length: size }, (_, label) => {
          const part = (sums: Float64Array): Float64Array => sums.subarray(label * bins, (label + 1) * bins)
          return area(part(there), part(absent))
        }).filter((each) => each !== undefined)
        return areas.reduce((sum, each) => sum + each, 0) / areas.length
      },
    }
  },
}

/** By the weights of samples at each score, ascending; undefined where the label is never there. */
function area(there: Float64Array, absent: Float64Array): number | undefined {
  const all = there.reduce((sum, value) => sum + value, 0)
  if (all === 0) return undefined
  let [hits, found, sum] = [0, 0, 0]
  for (let bin = bins - 1; bin >= 0; bin--) {
    const gained = there[bin] ?? 0
    hits += gained
    found += gained + (absent[bin] ?? 0)
    if (gained > 0) sum += (gained / all) * (hits / found)
  }
  return sum
}
