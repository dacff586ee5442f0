/** Where two texts differ: what both begin and end with is the same. */
export interface Difference {
  readonly start: number
  /** Where the difference ends in the first text. */
  readonly end: number
  /** What the second has in its place. */
  readonly text: string
}

export function differenceOf(before: string, after: string): Difference {
  const least = Math.min(before.length, after.length)
  let start = 0
  while (start < least && before[start] === after[start]) start++
  let tail = 0
  while (tail < least - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}
