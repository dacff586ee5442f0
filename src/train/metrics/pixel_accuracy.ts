import { eachPixel, labelsOf, type Metric } from './metric.js'

export const pixelAccuracy: Metric = {
  name: 'pixel_accuracy',
  doc: 'share of pixels whose likeliest class is the true one',
  direction: 'higher',
  unit: 'ratio',
  targets: ['mask'],
  create(target) {
    let [right, all] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachPixel(labelsOf(target), prediction, actual, weights, (predicted, truth, weight) => {
          all += weight
          if (predicted === truth) right += weight
        })
      },
      result: () => right / all,
    }
  },
}
