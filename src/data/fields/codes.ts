import { zeros, type Tensor } from '../../types/tensor.js'
import { textOf, type Cell } from '../cells.js'
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

/** i64[count] from codes of 32 bits. */
export function readCodes({ bytes, stride, offset, count }: EncodedRows): Tensor<'i64'> {
  const codes = zeros('i64', [count])
  for (let row = 0; row < count; row++) codes.data[row] = BigInt(bytes.readUInt32LE(offset + row * stride))
  return codes
}
