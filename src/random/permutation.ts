import { hash32, key } from './counter.js'

const rounds = 6

/**
 * A random order of `0 … size − 1` without a table: entry `index` of the permutation that `seed` names.
 * A balanced Feistel network over the next power of four, walked until it lands inside (Black & Rogaway,
 * "Ciphers with arbitrary finite domains", 2002); any entry costs the same, whatever the size.
 */
export function permutation(size: number, seed: number): (index: number) => number {
  let half = 1
  while (4 ** half < size) half++
  const side = 2 ** half
  const keys = Array.from({ length: rounds }, (_, round) => key(seed, round))

  const once = (value: number): number => {
    let left = Math.floor(value / side)
    let right = value % side
    for (const roundKey of keys) {
      const mixed = hash32(hash32(right ^ roundKey) + roundKey) % side
      const next = (left ^ mixed) >>> 0
      left = right
      right = next
    }
    return left * side + right
  }

  return (index) => {
    let value = once(index)
    while (value >= size) value = once(value)
    return value
  }
}
