import { countMetric } from './f1.js'

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

/** 2·TP / (2·TP + FP + FN) of all labels together; not a number where none was there and none found. */
export const microF1 = countMetric('micro_f1', 'F1 score of all labels of all samples together', ['labels'], ({ hits, found, there }) => {
  return (2 * total(hits)) / (total(found) + total(there))
})
