import { eachNumber, sizeOf, type Metric } from './metric.js'

export const mae: Metric = {
  name: 'mae',
  doc: 'mean absolute error',
  direction: 'lower',
  unit: 'own',
  targets: ['number', 'vector'],
  create(target) {
    let [sum, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachNumber(sizeOf(target), prediction, actual, weights, (predicted, truth, weight) => {
          sum += weight * Math.abs(predicted - truth)
          all += weight
        })
      },
      result: () => sum / all,
    }
  },
}
