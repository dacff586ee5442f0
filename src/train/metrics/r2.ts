import { eachNumber, sizeOf, type Metric } from './metric.js'

/**
 * 1 − Σ(y − ŷ)² / Σ(y − ȳ)², averaged over the places of a vector. Where the truth never varies: 1 if
 * the prediction is exact, else 0. The spread is gathered by Welford's update, weighted (West 1979).
 */
export const r2: Metric = {
  name: 'r2',
  doc: 'share of the target’s variance that the prediction explains',
  direction: 'higher',
  unit: 'ratio',
  targets: ['number', 'vector'],
  create(target) {
    const places = Array.from({ length: sizeOf(target) }, () => ({ weight: 0, mean: 0, spread: 0, error: 0 }))
    return {
      add(prediction, actual, weights) {
        eachNumber(places.length, prediction, actual, weights, (predicted, truth, weight, index) => {
          const place = places[index]
          if (place === undefined) return
          place.weight += weight
          const distance = truth - place.mean
          place.mean += (weight / place.weight) * distance
          place.spread += weight * distance * (truth - place.mean)
          place.error += weight * (predicted - truth) ** 2
        })
      },
      result() {
        const scores = places.map(({ weight, spread, error }) => {
          if (weight === 0) return Number.NaN
          if (spread === 0) return error === 0 ? 1 : 0
          return 1 - error / spread
        })
        return scores.reduce((sum, score) => sum + score, 0) / scores.length
      },
    }
  },
}
