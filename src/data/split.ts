import { createHash } from 'node:crypto'
import type { Part, TypedSplit } from '../check/typed.js'

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

/** A number in [0, 1) that is the same wherever the same content is met. SHA-256, so that it is the same for ever. */
function place(seed: number, content: Uint8Array | string): number {
  const digest = createHash('sha256').update(`split ${seed}\0`).update(content).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/**
 * The part of a row by its content (or group) and the seed alone: equal rows share it, whatever their order.
 * Validation is cut from the low end and test from the high one, so that changing one share moves as few rows as can be.
 */
export function divide(split: Extract<TypedSplit, { kind: 'shares' }>, content: Uint8Array | string): Part {
  const at = place(split.seed, content)
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
