import { wordsOf } from '../../data/text/words.js'
import type { Metric } from './metric.js'
import { addRuns, eachText, noRuns } from './texts.js'

const longest = 4

/**
 * Over all texts (Papineni et al. 2002, section 2.3): the geometric mean of the shares of runs of 1 to 4 words that are in the wanted text too, times
 * exp(1 − r/c) where the c words written are fewer than the r wanted. Words are those of `wordsOf`; nothing is smoothed. Runs that are longer than every
 * wanted text are left out.
 */
export const bleu: Metric = {
  name: 'bleu',
  doc: 'overlap of runs of up to four words with the true texts, in what the model writes by itself',
  direction: 'higher',
  unit: 'ratio',
  written: true,
  targets: ['text'],
  create(target, _method, pieces = []) {
    const runs = noRuns(longest)
    let texts = 0
    return {
      add(prediction, actual, weights) {
        eachText(target, pieces, prediction, actual, weights, (written, wanted, weight) => {
          texts += weight
          addRuns(runs, wordsOf(written), wordsOf(wanted), weight)
        })
      },
      result() {
        if (texts === 0) return Number.NaN
        const [words = 0, wordsWanted = 0] = [runs.written[0], runs.wanted[0]]
        const lengths = runs.wanted.findIndex((count) => count === 0)
        const shares = Array.from(runs.shared.slice(0, lengths < 0 ? longest : lengths), (shared, index) => shared / (runs.written[index] ?? 0))
        // Nothing was wanted: it is right to write nothing.
        if (shares.length === 0) return words === 0 ? 1 : 0
        if (shares.some((share) => !(share > 0))) return 0
        const mean = Math.exp(shares.reduce((sum, share) => sum + Math.log(share), 0) / shares.length)
        return mean * Math.min(1, Math.exp(1 - wordsWanted / words))
      },
    }
  },
}
