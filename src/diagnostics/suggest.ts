import { distance } from 'fastest-levenshtein'

/**
 * The candidate that `name` was most likely meant to be: the nearest within two fifths of its length,
 * letter case aside. Undefined where nothing is near; ties go to the first.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.round(name.length * 0.4)) + 1
  for (const candidate of candidates) {
    const between = distance(wanted, candidate.toLowerCase())
    if (between >= bestDistance || between >= candidate.length) continue
    best = candidate
    bestDistance = between
  }
  return best
}
