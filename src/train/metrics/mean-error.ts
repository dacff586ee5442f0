import { eachNumber, sizeOf, type Metric } from './metric.js'

/** A metric of numbers: the weighted mean of each number's error, in the target's unit after `finish`. */
export const meanError = (
  name: string,
  doc: string,
  error: (predicted: number, truth: number) => number,
  finish: (mean: number) => number = (mean) => mean,
): Metric => ({
  name,
  doc,
  direction: 'lower',
  unit: 'own',
  targets: ['number', 'vector'],
  create(target) {
    let [sum, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachNumber(sizeOf(target), prediction, actual, weights, (predicted, truth, weight) => {
          sum += weight * error(predicted, truth)
          all += weight
        })
      },
      result: () => finish(sum / all),
    }
  },
})
