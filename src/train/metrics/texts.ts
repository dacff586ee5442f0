/** What metrics of texts have in common. */
import { joinPieces } from '../../data/text/join.js'
import { end } from '../../data/text/pieces.js'
import type { TargetType } from '../../types/field.js'
import type { Tensor } from '../../types/tensor.js'

/** The pieces of each sample up to `end`, and how many places of it count: with `end`, where that is there. */
export function eachWritten(
  { data, shape: [, max = 0] }: Tensor,
  weights: Float32Array,
  visit: (pieces: readonly number[], places: number, sample: number, weight: number) => void,
): void {
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    const all = Array.from(data.slice(sample * max, (sample + 1) * max) as Iterable<number | bigint>, Number)
    const stop = all.indexOf(end)
    const length = stop < 0 ? max : stop
    visit(all.slice(0, length), Math.min(max, length + 1), sample, weight)
  }
}

/** Calls back with the text that the model wrote for each sample and the one that was wanted, both as pieces spell them. */
export function eachText(
  type: TargetType,
  pieces: readonly string[],
  written: Tensor,
  wanted: Tensor,
  weights: Float32Array,
  visit: (written: string, wanted: string, weight: number) => void,
): void {
  if (type.kind !== 'text') return
  const texts: string[] = []
  eachWritten(written, weights, (own) => void texts.push(joinPieces(own, pieces)))
  let index = 0
  eachWritten(wanted, weights, (own, _places, _sample, weight) => visit(texts[index++] ?? '', joinPieces(own, pieces), weight))
}

/** How often each run of `length` items occurs. */
export function runsOf(items: readonly string[], length: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (let from = 0; from + length <= items.length; from++) {
    // No word has a space in it, and where items are letters none is one.
    const run = items.slice(from, from + length).join(' ')
    counts.set(run, (counts.get(run) ?? 0) + 1)
  }
  return counts
}

/** Of the runs of one text, how many are in the other too: each as often as it is there. */
export const sharedRuns = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number =>
  [...one].reduce((sum, [run, count]) => sum + Math.min(count, other.get(run) ?? 0), 0)

/** Of each length of runs, by length − 1: how many the written texts and the wanted ones have, and both. */
export interface RunCounts {
  readonly written: Float64Array
  readonly wanted: Float64Array
  readonly shared: Float64Array
}

export const noRuns = (longest: number): RunCounts => ({ written: new Float64Array(longest), wanted: new Float64Array(longest), shared: new Float64Array(longest) })

/** Adds the runs of two texts, by the weight of their sample; `longest` is the length up to which they count. */
export function addRuns(
  { written, wanted, shared }: RunCounts, writtenItems: readonly string[], wantedItems: readonly string[], weight: number, longest = Infinity,
): void {
  for (const index of shared.keys()) {
    if (index >= longest) return
    const length = index + 1
    const [one, other] = [runsOf(writtenItems, length), runsOf(wantedItems, length)]
    written[index] = (written[index] ?? 0) + weight * Math.max(0, writtenItems.length - index)
    wanted[index] = (wanted[index] ?? 0) + weight * Math.max(0, wantedItems.length - index)
    shared[index] = (shared[index] ?? 0) + weight * sharedRuns(one, other)
  }
}
