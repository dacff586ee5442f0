import { unknownLabel } from '../../diagnostics/data.js'
import type { LabelField } from '../../types/field.js'
import { problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { codesOf, readCodes } from './codes.js'

const named = 6

/** `label<10>`, `label<"cat", "dog">`, the list cut where it is long. */
export function labelTypeName({ labels, numeric }: LabelField): string {
  if (numeric) return `label<${labels.length}> (0 to ${labels.length - 1})`
  const texts = labels.slice(0, named).map((label) => JSON.stringify(label))
  return `label<${[...texts, ...(labels.length > named ? ['…'] : [])].join(', ')}>`
}

/** i64[], the label's place among the labels. */
export const labelCodec: MakeCodec<LabelField> = (type, column) => {
  const codeOf = codesOf(type.labels)
  const wanted = labelTypeName(type)
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
    decode: (rows) => ({ '': readCodes(rows) }),
  }
}
