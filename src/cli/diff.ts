/**
 * What changed between two texts, line by line, as `diff -u` writes it. Lines that both have exactly once are matched
 * first (Bram Cohen's patience diff), so that hunks begin and end where a reader would part them.
 */

interface Stretch {
  readonly from: number
  readonly to: number
}
/** An index into the old lines and one into the new. */
type Pair = readonly [number, number]

export function unifiedDiff(before: string, after: string, path: string, context = 3): string {
  if (before === after) return ''
  const [old, now] = [linesOf(before), linesOf(after)]
  const pairs: Pair[] = []
  match(old, now, { from: 0, to: old.length }, { from: 0, to: now.length }, pairs)
  const hunks = hunksOf(changesOf([...pairs, [old.length, now.length]]), context)
  const shown = hunks.map((changes) => hunkText(old, now, changes, context)).join('')
  return `--- ${path}\n+++ ${path}\n${shown}`
}

/** With their ends; the last may have none. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

// ── matching ──

/** Above so many comparisons, lines without a unique partner are replaced as one. */
const exhaustive = 1_000_000

function match(a: readonly string[], b: readonly string[], left: Stretch, right: Stretch, pairs: Pair[]): void {
  let [from, at] = [left.from, right.from]
  while (from < left.to && at < right.to && a[from] === b[at]) pairs.push([from++, at++])
  let [to, until] = [left.to, right.to]
  while (to > from && until > at && a[to - 1] === b[until - 1]) {
    to--
    until--
  }
  if (from < to && at < until) {
    const [inner, other] = [{ from, to }, { from: at, to: until }]
    const anchors = uniquePairs(a, b, inner, other)
    if (anchors.length === 0) pairs.push(...commonPairs(a, b, inner, other))
    else {
      for (const [x, y] of anchors) {
        match(a, b, { from, to: x }, { from: at, to: y }, pairs)
        pairs.push([x, y])
        ;[from, at] = [x + 1, y + 1]
      }
      match(a, b, { from, to }, { from: at, to: until }, pairs)
    }
  }
  for (let offset = 0; to + offset < left.to; offset++) pairs.push([to + offset, until + offset])
}

/** Lines that each side has once, as many as keep their order. */
function uniquePairs(a: readonly string[], b: readonly string[], left: Stretch, right: Stretch): readonly Pair[] {
  const places = uniquePlaces(b, right)
  const pairs = [...uniquePlaces(a, left)].flatMap(([line, x]): Pair[] => {
    const y = places.get(line)
    return x === undefined || y === undefined ? [] : [[x, y]]
  })
  return longestRising(pairs)
}

/** Where each line stands; undefined where it stands more than once. */
function uniquePlaces(lines: readonly string[], { from, to }: Stretch): ReadonlyMap<string, number | undefined> {
  const places = new Map<string, number | undefined>()
  for (let index = from; index < to; index++) {
    const line = lines[index] ?? ''
    places.set(line, places.has(line) ? undefined : index)
  }
  return places
}

/** The longest sequence of pairs in which the second place rises too, by piles of patience. */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  interface Card {
    readonly pair: Pair
    readonly below: Card | undefined
  }
  const piles: Card[] = []
  for (const pair of pairs) {
    let [low, high] = [0, piles.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((piles[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1
      else high = middle
    }
    piles[low] = { pair, below: piles[low - 1] }
  }
  const found: Pair[] = []
  for (let card = piles.at(-1); card !== undefined; card = card.below) found.push(card.pair)
  return found.toReversed()
}

/** A longest common subsequence, by the table of all beginnings. */
function commonPairs(a: readonly string[], b: readonly string[], left: Stretch, right: Stretch): readonly Pair[] {
  const [rows, columns] = [left.to - left.from, right.to - right.from]
  if (rows * columns > exhaustive) return []
  const width = columns + 1
  const lengths = new Uint32Array((rows + 1) * width)
  const at = (x: number, y: number): number => lengths[x * width + y] ?? 0
  const same = (x: number, y: number): boolean => a[left.from + x] === b[right.from + y]
  for (let x = rows - 1; x >= 0; x--) {
    for (let y = columns - 1; y >= 0; y--) lengths[x * width + y] = same(x, y) ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1))
  }
  const pairs: Pair[] = []
  for (let x = 0, y = 0; x < rows && y < columns; ) {
    if (same(x, y)) pairs.push([left.from + x++, right.from + y++])
    else if (at(x + 1, y) >= at(x, y + 1)) x++
    else y++
  }
  return pairs
}

// ── hunks ──

/** Old lines that new ones stand for. */
interface Change {
  readonly old: Stretch
  readonly now: Stretch
}

function changesOf(pairs: readonly Pair[]): readonly Change[] {
  const changes: Change[] = []
  let [x, y] = [0, 0]
  for (const [left, right] of pairs) {
    if (left > x || right > y) changes.push({ old: { from: x, to: left }, now: { from: y, to: right } })
    ;[x, y] = [left + 1, right + 1]
  }
  return changes
}

/** Changes whose surroundings touch are shown together. */
function hunksOf(changes: readonly Change[], context: number): readonly (readonly Change[])[] {
  const hunks: Change[][] = []
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1)
    if (last !== undefined && change.old.from - last.old.to <= 2 * context) hunks.at(-1)?.push(change)
    else hunks.push([change])
  }
  return hunks
}

function hunkText(old: readonly string[], now: readonly string[], changes: readonly Change[], context: number): string {
  const [first, last] = [changes[0], changes.at(-1)]
  if (first === undefined || last === undefined) return ''
  const before = Math.min(context, first.old.from)
  const after = Math.min(context, old.length - last.old.to)
  const left = { from: first.old.from - before, to: last.old.to + after }
  const right = { from: first.now.from - before, to: last.now.to + after }
  const lines: string[] = []
  let at = left.from
  const keep = (to: number): void => {
    for (; at < to; at++) lines.push(marked(' ', old[at]))
  }
  for (const change of changes) {
    keep(change.old.from)
    lines.push(...old.slice(change.old.from, change.old.to).map((line) => marked('-', line)))
    lines.push(...now.slice(change.now.from, change.now.to).map((line) => marked('+', line)))
    at = change.old.to
  }
  keep(left.to)
  return `@@ -${range(left)} +${range(right)} @@\n${lines.join('')}`
}

/** An empty stretch is named by the line before it. */
const range = ({ from, to }: Stretch): string => (to - from === 1 ? `${from + 1}` : `${to === from ? from : from + 1},${to - from}`)

const marked = (mark: string, line = ''): string => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`)
