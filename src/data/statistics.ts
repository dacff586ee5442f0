import type { Statistics } from '../types/statistics.js'
import type { EncodedRows } from './fields/codec.js'
import type { Slot } from './layout.js'
import type { Records } from './records.js'
import { learnPieces } from './text/learn.js'

const blockBytes = 1 << 20

/** What a field's codec can learn from the training part. */
export async function measure(records: Records, slot: Slot): Promise<Statistics> {
  const { vocabulary, measured } = slot.codec
  if (vocabulary !== undefined) {
    const counts = new Map<string, number>()
    await eachRow(records, slot, (rows) => vocabulary.visit(rows, (word) => void counts.set(word, (counts.get(word) ?? 0) + 1)))
    return { mean: [], std: [], pieces: learnPieces(counts, vocabulary.size) }
  }
  if (measured === undefined) throw new Error(`the field ${slot.field.name} has no statistics`)
  return moments(records, slot, measured)
}

/** Calls back with the rows of the training part that have the field, some at a time. */
async function eachRow(records: Records, { offset, mask }: Slot, visit: (rows: EncodedRows) => void): Promise<void> {
  const { stride } = records
  const total = records.count('train')
  const size = Math.max(1, Math.floor(blockBytes / stride))
  for (let first = 0; first < total; first += size) {
    const count = Math.min(size, total - first)
    const bytes = records.read('train', Array.from({ length: count }, (_, index) => first + index))
    if (mask === undefined) visit({ bytes, stride, offset, count })
    else {
      for (let row = 0; row < count; row++) {
        if (bytes[row * stride + mask] === 1) visit({ bytes, stride, offset: offset + row * stride, count: 1 })
      }
    }
    await new Promise((resume) => setImmediate(resume))
  }
}

/**
 * Mean and population standard deviation of each element over the training part, in one pass of shifted sums
 * (each element's first value is the shift). What never changes has the deviation 1, and what is never there the mean 0.
 */
async function moments(records: Records, slot: Slot, { elements, visit }: NonNullable<Slot['codec']['measured']>): Promise<Statistics> {
  const counts = new Float64Array(elements)
  const shifts = new Float64Array(elements)
  const sums = new Float64Array(elements)
  const squares = new Float64Array(elements)
  const add = (element: number, value: number): void => {
    const count = counts[element] ?? 0
    if (count === 0) shifts[element] = value
    const shifted = value - (shifts[element] ?? 0)
    counts[element] = count + 1
    sums[element] = (sums[element] ?? 0) + shifted
    squares[element] = (squares[element] ?? 0) + shifted * shifted
  }

  await eachRow(records, slot, (rows) => visit(rows, add))

  const mean = Array.from(sums, (sum, element) => (shifts[element] ?? 0) + sum / Math.max(1, counts[element] ?? 0))
  const std = Array.from(squares, (square, element) => {
    const count = Math.max(1, counts[element] ?? 0)
    const variance = square / count - ((sums[element] ?? 0) / count) ** 2
    return variance > 0 ? Math.sqrt(variance) : 1
  })
  return { mean, std }
}
