import type { ChannelGroup } from './groups.js'
import type { Scores } from './score.js'

/** Kept channels of each group, ascending. */
export type PrunePlan = ReadonlyMap<string, readonly number[]>

/** How widths are rounded and how far they may fall. */
export interface WidthRules {
  /** Wide groups keep a multiple of this many channels: 8 for int8 kernels, 16 for f32 ones. */
  readonly multiple: number
}

/** Groups narrower than this are not rounded: the kernels' blocks do not pay there. */
export const wide = 32

/** The fewest channels that a group may keep: an eighth, in whole blocks where it is wide. */
export function floorOf(size: number, { multiple }: WidthRules): number {
  const least = Math.max(1, Math.min(size, Math.ceil(size / 8)))
  return size >= wide ? roundUp(least, size, multiple) : least
}

const roundUp = (count: number, size: number, multiple: number): number =>
  Math.min(size, Math.ceil(count / multiple) * multiple)

/** All channels of all groups, the cheapest loss first: `plan(k)` gives up the first k of them. */
export interface Ranking {
  /** How many channels can go at all. */
  readonly length: number
  plan(removed: number): PrunePlan
}

/**
 * Ranks the channels of all groups together by score per saving. `savings` is what one channel of a group
 * saves, in whatever the budget counts; scores are per group of mean 1, so that savings enter by their root:
 * a group that holds most of the cost is asked first, and not alone.
 */
export function rank(
  groups: readonly ChannelGroup[],
  scores: Scores,
  savings: ReadonlyMap<string, number>,
  rules: WidthRules,
): Ranking {
  const candidates = groups.flatMap(({ name, size }) => {
    const saving = Math.sqrt(Math.max(1e-12, savings.get(name) ?? 1))
    const order = Array.from({ length: size }, (_, channel) => ({ name, channel, score: scores.get(name)?.[channel] ?? 1 }))
      .toSorted((a, b) => a.score - b.score || b.channel - a.channel)
    return order.slice(0, size - floorOf(size, rules)).map((candidate) => ({ ...candidate, price: candidate.score / saving }))
  })
  const order = candidates.toSorted((a, b) => a.price - b.price)
  return {
    length: order.length,
    plan(removed) {
      const gone = new Map<string, Set<number>>()
      for (const { name, channel } of order.slice(0, removed)) gone.set(name, (gone.get(name) ?? new Set()).add(channel))
      return new Map(
        groups.map(({ name, size }) => {
          const lost = gone.get(name) ?? new Set()
          const count = size - lost.size
          const target = size >= wide ? roundUp(count, size, rules.multiple) : count
          // Rounding up brings the best of the lost channels back.
          const scored = Array.from({ length: size }, (_, channel) => channel)
            .toSorted((a, b) => Number(lost.has(a)) - Number(lost.has(b)) || (scores.get(name)?.[b] ?? 1) - (scores.get(name)?.[a] ?? 1) || a - b)
          return [name, scored.slice(0, target).toSorted((a, b) => a - b)]
        }),
      )
    },
  }
}

/**
 * The plan with the best lost channels of one group back: a block of a wide group, an eighth of a narrow
 * one. Undefined where the group has all of its channels.
 */
export function widened({ name, size }: ChannelGroup, scores: Scores, plan: PrunePlan, { multiple }: WidthRules): PrunePlan | undefined {
  const kept = plan.get(name) ?? []
  if (kept.length === size || !plan.has(name)) return undefined
  const staying = new Set(kept)
  const target = size >= wide ? roundUp(kept.length + 1, size, multiple) : Math.min(size, kept.length + Math.ceil(size / 8))
  const back = Array.from({ length: size }, (_, channel) => channel)
    .filter((channel) => !staying.has(channel))
    .toSorted((a, b) => (scores.get(name)?.[b] ?? 1) - (scores.get(name)?.[a] ?? 1) || a - b)
    .slice(0, target - kept.length)
  return new Map([...plan, [name, [...kept, ...back].toSorted((a, b) => a - b)]])
}

/** The plan that keeps `ratio` of every group's channels, by score, in whole blocks where the group is wide. */
export function keepRatio(groups: readonly ChannelGroup[], scores: Scores, ratio: number, rules: WidthRules): PrunePlan {
  return new Map(
    groups.map(({ name, size }) => {
      const asked = Math.max(floorOf(size, rules), Math.round(size * ratio))
      const count = size >= wide ? roundUp(asked, size, rules.multiple) : asked
      const order = Array.from({ length: size }, (_, channel) => channel)
        .toSorted((a, b) => (scores.get(name)?.[b] ?? 1) - (scores.get(name)?.[a] ?? 1) || a - b)
      return [name, order.slice(0, count).toSorted((a, b) => a - b)]
    }),
  )
}

/** The smallest k in [0, length] for which `fits(k)` holds, where fitting never ends once begun; undefined where none does. */
export async function smallest(length: number, fits: (removed: number) => Promise<boolean>): Promise<number | undefined> {
  if (!(await fits(length))) return undefined
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (await fits(middle)) high = middle
    else low = middle + 1
  }
  return low
}
