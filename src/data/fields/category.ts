import type { CategoryField } from '../../types/field.js'
import type { MakeCodec } from './codec.js'
import { cellHash, codesOf, readCodes } from './codes.js'

/** i64[]; what is none of the labels has the code after the last. */
export const categoryCodec: MakeCodec<CategoryField> = ({ labels }, column) => {
  const codeOf = codesOf(labels)
  return {
    columns: [column],
    size: 4,
    nullable: false,
    wanted: 'category',
    encode([cell = null], record, offset) {
      record.writeUInt32LE(codeOf(cell) ?? labels.length, offset)
      return undefined
    },
    content([cell = null], record, offset) {
      record.writeUInt32LE(cellHash(cell), offset)
    },
    decode: (rows) => ({ '': readCodes(rows) }),
  }
}
