import type { TableField } from '../../types/field.js'
import { zeros, type Tensor } from '../../types/tensor.js'
import type { MakeCodec } from './codec.js'
import { cellHash, codesOf } from './codes.js'
import { writeNumber } from './number.js'

/**
 * `numbers` f32[N] and `categories` i64[M]. A missing number is NaN in the record and becomes the column's
 * mean over the training part; a missing or unseen category has its column's last code.
 */
export const tableCodec: MakeCodec<TableField> = ({ numbers, categories }) => {
  const codes = categories.map(({ labels, offset }) => ({ of: codesOf(labels), offset, unknown: labels.length }))
  const first = 4 * numbers.length
  const columns = [...numbers, ...categories.map(({ column }) => column)]
  // A new value can make categories of a column of numbers, which is no reason for other rows to move.
  const byName = columns.map((_, index) => index).toSorted((a, b) => ((columns[a] ?? '') < (columns[b] ?? '') ? -1 : 1))
  return {
    columns,
    size: first + 4 * categories.length,
    nullable: true,
    wanted: 'a table',
    encode(cells, record, offset) {
      for (const [index, column] of numbers.entries()) {
        const cell = cells[index] ?? null
        const at = offset + 4 * index
        const found = cell === null ? void record.writeFloatLE(Number.NaN, at) : writeNumber(cell, column, 'a number of the table', record, at)
        if (found !== undefined) return found
      }
      for (const [index, code] of codes.entries()) {
        record.writeUInt32LE(code.offset + (code.of(cells[numbers.length + index] ?? null) ?? code.unknown), offset + first + 4 * index)
      }
      return undefined
    },
    content(cells, record, offset) {
      for (const [place, index] of byName.entries()) record.writeUInt32LE(cellHash(cells[index] ?? null), offset + 4 * place)
    },
    decode({ bytes, stride, offset, count }, { mean = [] } = {}) {
      const values = zeros('f32', [count, numbers.length])
      const coded = zeros('i64', [count, categories.length])
      for (let row = 0, number = 0, category = 0; row < count; row++) {
        const at = offset + row * stride
        for (let index = 0; index < numbers.length; index++) {
          const value = bytes.readFloatLE(at + 4 * index)
          values.data[number++] = Number.isNaN(value) ? (mean[index] ?? 0) : value
        }
        for (let index = 0; index < categories.length; index++) {
          coded.data[category++] = BigInt(bytes.readUInt32LE(at + first + 4 * index))
        }
      }
      const tensors: Record<string, Tensor> = {}
      if (numbers.length > 0) tensors['.numbers'] = values
      if (categories.length > 0) tensors['.categories'] = coded
      return tensors
    },
    measured: {
      elements: numbers.length,
      visit({ bytes, stride, offset, count }, add) {
        for (let row = 0; row < count; row++) {
          for (let index = 0; index < numbers.length; index++) {
            const value = bytes.readFloatLE(offset + row * stride + 4 * index)
            if (!Number.isNaN(value)) add(index, value)
          }
        }
      },
    },
  }
}
