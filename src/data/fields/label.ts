import { unknownLabel } from '../../diagnostics/data.js'
import type { LabelField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { cellHash, codesOf, readCodes } from './codes.js'

/** i64[], the label's place among the labels. */
export const labelCodec: MakeCodec<LabelField> = (type, column) => {
  const codeOf = codesOf(type.labels)
  const wanted = type.numeric ? `${formatField(type)} (0 to ${type.labels.length - 1})` : formatField(type)
  return {
    columns: [column],
    size: 4,
    nullable: false,
    wanted,
    encode([cell = null], record, offset) {
      const code = codeOf(cell)
      if (code === undefined) return problem(unknownLabel, column, cell, wanted)
      record.writeUInt32LE(code, offset)
      return undefined
    },
    content([cell = null], record, offset) {
      if (cell !== null) record.writeUInt32LE(cellHash(cell), offset)
    },
    decode: (rows) => ({ '': readCodes(rows) }),
    // The mean of a label is its share of the samples.
    measured: {
      elements: type.labels.length,
      visit({ bytes, stride, offset, count }, add) {
        for (let row = 0; row < count; row++) {
          const code = bytes.readUInt32LE(offset + row * stride)
          for (let label = 0; label < type.labels.length; label++) add(label, label === code ? 1 : 0)
        }
      },
    },
  }
}
