/** Learns the pieces of a vocabulary from how often words occur. */
import { goesOn, specialPieces } from './pieces.js'
import { PriorityQueue } from './queue.js'

/** What occurs once is no piece: such words are then read by smaller pieces or as unknown, and the model learns what to make of those. */
const least = 2
/** Two numbers of pieces in one that is exact. */
const base = 2 ** 26

interface Pair {
  readonly first: number
  readonly second: number
  /** How often the two stood side by side when this was queued. */
  readonly count: number
}

const raise = <K>(counts: Map<K, number>, key: K, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by)

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Byte-pair encoding within words (Sennrich et al. 2016, section 3.2), over characters: beginning with the most frequent
 * characters, the two pieces that stand side by side most often become one, until there are `size` pieces (the special
 * ones included) or none that occurs twice. Ties go to the piece that sorts first, so that equal counts give equal pieces.
 */
export function learnPieces(counts: ReadonlyMap<string, number>, size: number): readonly string[] {
  const alphabet = new Map<string, number>()
  const spelled = [...counts].toSorted(([a], [b]) => before(a, b)).map(([word, count]) => ({ count, letters: [...word].map((letter, at) => (at === 0 ? letter : goesOn + letter)) }))
  for (const { letters, count } of spelled) for (const letter of letters) raise(alphabet, letter, count)
  const pieces: string[] = [...specialPieces]
  const common = [...alphabet].filter(([, count]) => count >= least).toSorted(([a, many], [b, more]) => more - many || before(a, b))
  for (const [letter] of common.slice(0, size - pieces.length)) pieces.push(letter)

  const numbers = new Map(pieces.map((piece, number) => [piece, number]))
  // A character that is no piece parts what stands around it: its word is unknown.
  const words = spelled.flatMap(({ letters, count }) => {
    const own = letters.flatMap((letter) => numbers.get(letter) ?? [])
    return own.length === letters.length && own.length > 1 ? [{ count, own }] : []
  })
  const pairs = new Map<number, { count: number; readonly words: Set<number> }>()
  const text = (piece: number): string => pieces[piece] ?? ''
  const queue = new PriorityQueue<Pair>((a, b) => b.count - a.count || before(text(a.first), text(b.first)) || before(text(a.second), text(b.second)))

  /** Adds a word's pairs, or takes them away; gives them. */
  const note = (word: number, sign: 1 | -1): readonly number[] => {
    const { own = [], count = 0 } = words[word] ?? {}
    return own.slice(1).map((second, at) => {
      const id = (own[at] ?? 0) * base + second
      const pair = pairs.get(id) ?? { count: 0, words: new Set() }
      pair.count += sign * count
      if (sign === 1) pair.words.add(word)
      pairs.set(id, pair)
      return id
    })
  }
  const enqueue = (ids: Iterable<number>): void => {
    for (const id of ids) {
      const count = pairs.get(id)?.count ?? 0
      if (count >= least) queue.push({ first: Math.floor(id / base), second: id % base, count })
    }
  }

  enqueue(new Set(words.flatMap((_, word) => note(word, 1))))
  while (pieces.length < size) {
    const best = queue.pop()
    if (best === undefined) break
    const id = best.first * base + best.second
    const pair = pairs.get(id)
    // Counts fall while pairs wait: those whose count is no longer true wait again.
    if (pair === undefined || pair.count !== best.count) {
      enqueue([id])
      continue
    }
    const joint = text(best.first) + text(best.second).slice(goesOn.length)
    // Two ways may lead to one piece: ab and c, a and bc.
    const piece = numbers.get(joint) ?? pieces.push(joint) - 1
    numbers.set(joint, piece)
    const grown = new Set<number>()
    for (const word of pair.words) {
      const entry = words[word]
      if (entry === undefined) continue
      note(word, -1)
      entry.own = joined(entry.own, best, piece)
      for (const each of note(word, 1)) if (each % base === piece || Math.floor(each / base) === piece) grown.add(each)
    }
    pairs.delete(id)
    enqueue(grown)
  }
  return pieces
}

/** The pieces of a word, with the two that became one put together. */
function joined(own: readonly number[], { first, second }: Pair, piece: number): number[] {
  const result: number[] = []
  for (let at = 0; at < own.length; at++) {
    const both = own[at] === first && own[at + 1] === second
    result.push(both ? piece : (own[at] ?? 0))
    if (both) at++
  }
  return result
}
