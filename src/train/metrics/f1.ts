import { eachClass, eachLabel, labelsOf, raise, type Accumulator, type Metric } from './metric.js'

/** Of each label: how much was found rightly, found, and there. */
interface Counts {
  readonly hits: Float64Array
  readonly found: Float64Array
  readonly there: Float64Array
}

/** A metric of those counts: of labels that exclude each other the likeliest is found, of others those more likely there than not. */
export const countMetric = (name: string, doc: string, targets: Metric['targets'], result: (counts: Counts) => number): Metric => ({
  name,
  doc,
  direction: 'higher',
  unit: 'ratio',
  targets,
  create(target): Accumulator {
    const size = labelsOf(target)
    const [hits, found, there] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
    return {
      add(prediction, actual, weights) {
        if (target.kind === 'label') {
          eachClass(size, prediction, actual, weights, (predicted, truth, weight) => {
            raise(found, predicted, weight)
            raise(there, truth, weight)
            if (predicted === truth) raise(hits, truth, weight)
          })
          return
        }
        eachLabel(size, prediction, actual, weights, (label, logit, truth, weight) => {
          if (logit > 0) raise(found, label, weight)
          if (truth) raise(there, label, weight)
          if (logit > 0 && truth) raise(hits, label, weight)
        })
      },
      result: () => result({ hits, found, there }),
    }
  },
})
