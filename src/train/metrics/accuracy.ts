import { eachClass, labelsOf, type Metric } from './metric.js'

export const accuracy: Metric = {
  name: 'accuracy',
  doc: 'share of samples whose likeliest label is the true one',
  direction: 'higher',
  unit: 'ratio',
  targets: ['label'],
  create(target) {
    const classes = labelsOf(target)
    let [right, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachClass(classes, prediction, actual, weights, (predicted, truth, weight) => {
          all += weight
          if (predicted === truth) right += weight
        })
      },
      result: () => right / all,
    }
  },
}
