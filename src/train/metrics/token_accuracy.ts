import { eachSequence, type Metric } from './metric.js'

export const tokenAccuracy: Metric = {
  name: 'token_accuracy',
  doc: 'share of words whose likeliest tag is the true one',
  direction: 'higher',
  unit: 'ratio',
  targets: ['tags'],
  create(target) {
    let [right, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachSequence(target, prediction, actual, weights, (predicted, truth, weight) => {
          all += weight * truth.length
          right += weight * truth.filter((code, place) => code === predicted[place]).length
        })
      },
      result: () => right / all,
    }
  },
}
