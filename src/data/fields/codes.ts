import type { Cell } from '../cells.js'
import { textOf } from '../cells.js'
import type { EncodedRows } from './codec.js'
import { zeros, type Tensor } from '../../types/tensor.js'

/**
 * The codes of labels, by the label's text. Where a file made whole numbers into floating ones, `3.0` is `3`.
 */
export function codesOf(labels: readonly string[]): (cell: Cell) => number | undefined {
  const codes = new Map(labels.map((label, code) => [label, code]))
  return (cell) => {
    const text = textOf(cell)
    if (text === undefined) return undefined
    const code = codes.get(text)
    if (code !== undefined || !/^\d+\.0+$/.test(text)) return code
    return codes.get(text.slice(0, text.indexOf('.')))
  }
}

/** i64[count] from codes of 32 bits. */
export function readCodes({ bytes, stride, offset, count }: EncodedRows): Tensor<'i64'> {
  const codes = zeros('i64', [count])
  for (let row = 0; row < count; row++) codes.data[row] = BigInt(bytes.readUInt32LE(offset + row * stride))
  return codes
}
