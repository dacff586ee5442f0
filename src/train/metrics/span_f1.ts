import { spansOf } from '../../types/spans.js'
import { eachSequence, type Metric } from './metric.js'

/** Over all spans of all samples: one is right where its kind and both its ends are. 1 where there are none and none are predicted. */
export const spanF1: Metric = {
  name: 'span_f1',
  doc: 'harmonic mean of precision and recall of whole spans, 2·TP / (2·TP + FP + FN)',
  direction: 'higher',
  unit: 'ratio',
  targets: ['tags'],
  create(target) {
    const labels = target.kind === 'tags' ? target.labels : []
    const keysOf = (codes: readonly number[]): readonly string[] => spansOf(codes.map((code) => labels[code] ?? 'O')).map(({ kind, start, end }) => `${start} ${end} ${kind}`)
    let [hits, found, there, samples] = [0, 0, 0, 0]
    return {
      add(prediction, actual, weights) {
        eachSequence(target, prediction, actual, weights, (predicted, truth, weight) => {
          const [guessed, wanted] = [keysOf(predicted), new Set(keysOf(truth))]
          samples += weight
          found += weight * guessed.length
          there += weight * wanted.size
          hits += weight * guessed.filter((key) => wanted.has(key)).length
        })
      },
      result() {
        if (samples === 0) return Number.NaN
        return found + there === 0 ? 1 : (2 * hits) / (found + there)
      },
    }
  },
}
