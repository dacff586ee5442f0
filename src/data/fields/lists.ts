import { cellOf, type Cell } from '../cells.js'

/** A CSV has no lists; there they are written as JSON: `[0.5, 1]`. */
export function listOf(cell: Cell): readonly Cell[] | undefined {
  if (Array.isArray(cell)) return cell
  if (typeof cell !== 'string' || !/^\s*\[.*\]\s*$/s.test(cell)) return undefined
  try {
    const value = cellOf(JSON.parse(cell))
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The members of an object in a list, which is JSON there. */
export function objectOf(cell: Cell): Readonly<Record<string, Cell>> | undefined {
  if (typeof cell !== 'string' || !/^\s*\{.*\}\s*$/s.test(cell)) return undefined
  try {
    return Object.fromEntries(Object.entries(JSON.parse(cell)).map(([name, value]) => [name, cellOf(value)]))
  } catch {
    return undefined
  }
}

/**
 * Writes the values of nested lists one after another, a byte each, and gives where they end; nothing is written past `end`. Undefined where
 * `byteOf` gives no byte for one.
 */
export function writeBytes(list: readonly Cell[], record: Buffer, from: number, end: number, byteOf: (cell: Cell) => number | undefined): number | undefined {
  let at = from
  for (const cell of list) {
    if (Array.isArray(cell)) {
      const next = writeBytes(cell, record, at, end, byteOf)
      if (next === undefined) return undefined
      at = next
    } else {
      const byte = byteOf(cell)
      if (byte === undefined) return undefined
      if (at < end) record[at] = byte
      at++
    }
  }
  return at
}

/** A whole number from 0 to 255. */
export const byteOf = (cell: Cell): number | undefined => (typeof cell === 'number' && Number.isInteger(cell) && cell >= 0 && cell <= 255 ? cell : undefined)
