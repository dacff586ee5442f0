import type { Metric } from './metric.js'
import { addRuns, eachText, noRuns } from './texts.js'

const longest = 6
/** How many times as much recall matters: chrF2. */
const beta = 2

const lettersOf = (text: string): readonly string[] => Array.from(text.replaceAll(/\s/g, ''))

/**
 * Over all texts (Popović 2015, section 2): precision and recall of runs of 1 to 6 characters, white space left out, each the mean over the lengths
 * that both sides have; then (1 + β²)·P·R / (β²·P + R) with β = 2. As sacrebleu has it (Post 2018), runs of a length that is more than the wanted text's
 * are not counted against what was written.
 */
export const chrf: Metric = {
  name: 'chrf',
  doc: 'F-score of runs of up to six letters against the true texts, in what the model writes by itself',
  direction: 'higher',
  unit: 'ratio',
  written: true,
  targets: ['text'],
  create(target, _method, pieces = []) {
    const runs = noRuns(longest)
    let [texts, letters] = [0, 0]
    return {
      add(prediction, actual, weights) {
        eachText(target, pieces, prediction, actual, weights, (written, wanted, weight) => {
          texts += weight
          const [one, other] = [lettersOf(written), lettersOf(wanted)]
          letters += weight * one.length
          addRuns(runs, one, other, weight, other.length)
        })
      },
      result() {
        if (texts === 0) return Number.NaN
        // Nothing was wanted: it is right to write nothing.
        if (runs.wanted[0] === 0) return letters === 0 ? 1 : 0
        const lengths = [...runs.shared.keys()].filter((index) => (runs.written[index] ?? 0) > 0 && (runs.wanted[index] ?? 0) > 0)
        const mean = (all: Float64Array): number => lengths.reduce((sum, index) => sum + (runs.shared[index] ?? 0) / (all[index] ?? 1), 0) / Math.max(1, lengths.length)
        const [precision, recall] = [mean(runs.written), mean(runs.wanted)]
        return precision + recall > 0 ? ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall) : 0
      },
    }
  },
}
