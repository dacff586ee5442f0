import { eachClass, type Metric } from './metric.js'

function raise(counts: Float64Array, index: number, weight: number): void {
  counts[index] = (counts[index] ?? 0) + weight
}

/** The mean over the classes that were seen, as a truth or as a prediction; a class never right counts 0. */
export const macroF1: Metric = {
  name: 'macro_f1',
  doc: 'mean of the classes’ F1 scores, 2·TP / (2·TP + FP + FN), each class counting the same',
  direction: 'higher',
  unit: 'ratio',
  targets: ['label'],
  create(target) {
    const classes = target.kind === 'label' ? target.labels.length : 0
    const [hits, predictions, truths] = [new Float64Array(classes), new Float64Array(classes), new Float64Array(classes)]
    return {
      add(prediction, actual, weights) {
        eachClass(classes, prediction, actual, weights, (predicted, truth, weight) => {
          raise(predictions, predicted, weight)
          raise(truths, truth, weight)
          if (predicted === truth) raise(hits, truth, weight)
        })
      },
      result() {
        const scores = Array.from(hits, (hit, index) => [2 * hit, (predictions[index] ?? 0) + (truths[index] ?? 0)] as const)
          .filter(([, seen]) => seen > 0)
          .map(([doubled, seen]) => doubled / seen)
        return scores.reduce((sum, score) => sum + score, 0) / scores.length
      },
    }
  },
}
