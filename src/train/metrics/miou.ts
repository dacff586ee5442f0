import { eachPixel, labelsOf, raise, type Metric } from './metric.js'

/** The mean over the classes that were seen, as a truth or as a prediction, of TP / (TP + FP + FN) of all pixels together. */
export const miou: Metric = {
  name: 'miou',
  doc: 'mean of the classes’ overlap over union',
  direction: 'higher',
  unit: 'ratio',
  targets: ['mask'],
  create(target) {
    const classes = labelsOf(target)
    const [both, either] = [new Float64Array(classes), new Float64Array(classes)]
    return {
      add(prediction, actual, weights) {
        eachPixel(classes, prediction, actual, weights, (predicted, truth, weight) => {
          raise(either, truth, weight)
          if (predicted === truth) raise(both, truth, weight)
          else raise(either, predicted, weight)
        })
      },
      result() {
        const scores = Array.from(either, (seen, index) => [both[index] ?? 0, seen] as const).filter(([, seen]) => seen > 0)
        return scores.reduce((sum, [right, seen]) => sum + right / seen, 0) / scores.length
      },
    }
  },
}
