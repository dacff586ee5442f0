import type { Part, TypedSplit } from '../check/typed.js'
import { hash32, key } from '../random/counter.js'

export const parts: readonly Part[] = ['train', 'validation', 'test']

/** Names of parts as columns have them. */
const written: ReadonlyMap<string, Part> = new Map([
  ['train', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
])

export const partNamed = (text: string): Part | undefined => written.get(text.trim().toLowerCase())

/** Whether rows of a source need the split to know their part; those of a source without one are `train` otherwise. */
export function isDivided(split: TypedSplit, source: Part | 'all'): boolean {
  if (split.kind === 'column' || split.of === 'all') return source === 'all'
  return (source === 'all' ? 'train' : source) === split.of
}

/** A number in [0, 1) that is the same wherever the same content, by its digest, meets the same seed. */
function place(seed: number, digest: Uint8Array): number {
  let [high, low] = [key(seed, 'split'), 0]
  for (let at = 0; at < 16; at += 4) {
    low = high
    high = hash32(high ^ ((digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8) | ((digest[at + 2] ?? 0) << 16) | ((digest[at + 3] ?? 0) << 24)))
  }
  return (high * 2 ** 16 + (low & 0xffff)) / 2 ** 48
}

/**
 * The part of a row by the digest of its content (or group) and the seed alone: equal rows share it, whatever their order.
 * Validation is cut from the low end and test from the high one, so that changing one share moves as few rows as can be.
 */
export function divide(split: Extract<TypedSplit, { kind: 'shares' }>, digest: Uint8Array): Part {
  const at = place(split.seed, digest)
  const rest = split.of === 'all' ? 'train' : split.of
  let low = 0
  for (const part of ['validation', 'train'] as const) {
    if (part === rest) continue
    low += split.shares[part] ?? 0
    if (at < low) return part
  }
  if (rest !== 'test' && at >= 1 - (split.shares.test ?? 0)) return 'test'
  return rest
}
