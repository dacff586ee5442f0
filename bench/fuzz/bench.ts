/**
 * Files that are wrong, made by the grammar or from sound ones, by the hundred thousand: none may crash or hang the checker or the linter, or leave a finding without
 * a place. `MTL_FUZZ_CASES` sets another number, `MTL_FUZZ_SEED` another run of them.
 */
import fc from 'fast-check'
import { anyFile, corpus } from '../../test/fuzz/mutations.js'
import { survives } from '../../test/fuzz/survives.js'
import type { Row } from '../run.js'

const cases = Number(process.env['MTL_FUZZ_CASES'] ?? 100_000)
const firstSeed = Number(process.env['MTL_FUZZ_SEED'] ?? 1)
/** Cases with one seed: what goes wrong is shown with it. */
const round = 2_000

const perCase = async (work: () => Promise<void>, count: number): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / count
}

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const sound = await perCase(async () => {
    for (let times = 0; times < 20; times++) for (const text of corpus) await survives(text)
  }, 20 * corpus.length)
  let done = 0
  const wrong = await perCase(async () => {
    for (let seed = firstSeed; done < cases; seed++) {
      const numRuns = Math.min(round, cases - done)
      await fc.assert(fc.asyncProperty(anyFile(), survives), { seed, numRuns, endOnFailure: true })
      done += numRuns
      note(`${done} of ${cases} files survived`)
    }
  }, cases)
  // ours: a file with mistakes; peer: a sound one of those that they were made from.
  return [{ name: `${cases} files, made by the grammar or with mistakes, beside sound ones`, ours: wrong, peer: sound, unit: 'ms/file', ratio: wrong / sound, threads: 1 }]
}
