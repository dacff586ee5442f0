import { numberOf } from '../../check/methods/given.js'
import { labelsOf, type Metric } from './metric.js'
import { pointAt } from './points.js'

/** Points that are not known are left out. */
export const pck: Metric = {
  name: 'pck',
  doc: 'share of points that are found near where they are',
  direction: 'higher',
  unit: 'ratio',
  targets: ['keypoints'],
  create(target, method) {
    const points = labelsOf(target)
    const within = method === undefined ? 0.05 : numberOf(method, 'within')
    let [near, all] = [0, 0]
    return {
      add(prediction, { data }, weights) {
        for (const [sample, weight] of weights.entries()) {
          for (let index = sample * points; index < (sample + 1) * points; index++) {
            const [x, y, known] = [Number(data[3 * index]), Number(data[3 * index + 1]), Number(data[3 * index + 2])]
            if (weight === 0 || known === 0) continue
            const found = pointAt(prediction, index)
            all += weight
            if (Math.hypot(found[0] - x, found[1] - y) <= within) near += weight
          }
        }
      },
      result: () => near / all,
    }
  },
}
