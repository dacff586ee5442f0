import { hash32, key } from '../../random/counter.js'
import { zeros, type Tensor } from '../../types/tensor.js'
import { numberOf, textOf, type Cell } from '../cells.js'
import type { EncodedRows } from './codec.js'

/** The codes of labels, by the label's text. Where a file wrote whole numbers as floating ones, `3.0` is `3`. */
export function codesOf(labels: readonly string[]): (cell: Cell) => number | undefined {
  const codes = new Map(labels.map((label, code) => [label, code]))
  return (cell) => {
    const text = textOf(cell)
    if (text === undefined) return undefined
    const code = codes.get(text)
    if (code !== undefined) return code
    if (typeof cell === 'boolean') return codes.get(cell ? '1' : '0')
    return /^\d+\.0+$/.test(text) ? codes.get(text.slice(0, text.indexOf('.'))) : undefined
  }
}

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/**
 * Tells cells apart whatever labels there are, and takes what is one label in different files for the same: `3`, `3.0`,
 * "3". Two texts with one hash would only share their part where all else in their rows is equal too.
 */
export function cellHash(cell: Cell): number {
  if (cell === null) return 0
  if (typeof cell !== 'string') return hashOf(cell)
  const known = hashes.get(cell)
  if (known !== undefined) return known
  if (hashes.size === mostHashes) hashes.clear()
  const hash = hashOf(cell)
  hashes.set(cell, hash)
  return hash
}

/** Of texts that were seen before: columns of categories repeat a few of them. */
const hashes = new Map<string, number>()
const mostHashes = 1 << 15

function hashOf(cell: Cell): number {
  const value = numberOf(cell)
  if (value === undefined) return key(textOf(cell) ?? JSON.stringify(cell))
  single[0] = value + 0
  return hash32(bits[0] ?? 0)
}

/** i64[count] from codes of 32 bits. */
export function readCodes({ bytes, stride, offset, count }: EncodedRows): Tensor<'i64'> {
  const codes = zeros('i64', [count])
  for (let row = 0; row < count; row++) codes.data[row] = BigInt(bytes.readUInt32LE(offset + row * stride))
  return codes
}
