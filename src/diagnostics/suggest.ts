import { distance } from './distance.js'
import { meaningsOf, plain } from './synonyms.js'

/** Longer words are compared as they are: nobody types them with a slip. */
const longest = 64

/**
 * The candidate that `name` was most likely meant to be: the same but for case and underscores, what other
 * frameworks call so, or the nearest within two fifths of the shorter one's length. Undefined where nothing is near; of
 * equally near ones that which begins alike, then the first.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name)
  const meant = meaningsOf(name)
  let best: string | undefined
  let bestCost = Infinity
  for (const candidate of candidates) {
    const cost = costOf(name, wanted, meant, candidate)
    if (cost >= bestCost) continue
    best = candidate
    bestCost = cost
  }
  return best
}

function costOf(name: string, wanted: string, meant: readonly string[], candidate: string): number {
  const other = plain(candidate)
  // A name is never meant to be itself, but another case of it may be.
  if (other === wanted) return candidate === name ? Infinity : 0
  const index = meant.indexOf(candidate)
  if (index >= 0) return (index + 1) / 100
  // What only goes on after the candidate is nearer to it than its length tells: `trunk.dense.weight` of `trunk.dense`.
  const length = wanted.startsWith(other) ? wanted.length : Math.min(wanted.length, other.length)
  const reach = Math.max(1, Math.round(length * 0.4))
  if (Math.abs(wanted.length - other.length) > reach || Math.max(wanted.length, other.length) > longest) return Infinity
  const between = distance(wanted, other)
  if (between > reach || between >= other.length) return Infinity
  return between + (wanted[0] === other[0] ? 0 : 0.5)
}
