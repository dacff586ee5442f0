import { countMetric } from './f1.js'

/** The mean over the labels that were seen, as a truth or as a prediction; a label never right counts 0. */
export const macroF1 = countMetric('macro_f1', 'mean of the labels’ F1 scores, 2·TP / (2·TP + FP + FN), each label counting the same', ['label', 'labels'], ({ hits, found, there }) => {
  const scores = Array.from(hits, (hit, index) => [2 * hit, (found[index] ?? 0) + (there[index] ?? 0)] as const)
    .filter(([, seen]) => seen > 0)
    .map(([doubled, seen]) => doubled / seen)
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
})
