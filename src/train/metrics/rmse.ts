import { eachNumber, sizeOf, type Metric } from './metric.js'

export const rmse: Metric = {
  name: 'rmse',
  doc: 'root of the mean squared error',
  direction: 'lower',
  unit: 'own',
  targets: ['number', 'vector'],
  create(target) {
    let [sum, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachNumber(sizeOf(target), prediction, actual, weights, (predicted, truth, weight) => {
          sum += weight * (predicted - truth) ** 2
          all += weight
        })
      },
      result: () => Math.sqrt(sum / all),
    }
  },
}
