import { unknownLabel } from '../../diagnostics/data.js'
import { key } from '../../random/counter.js'
import type { LabelsField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import type { Cell } from '../cells.js'
import { lengthProblem, problem, type Problem } from '../problems.js'
import type { EncodedRows, MakeCodec } from './codec.js'
import { codesOf } from './codes.js'
import { listOf } from './lists.js'

/** What two bits of the record say of a label. */
const [absent, there, unknown] = [0, 1, 2]
const values = Float32Array.of(absent, there, -1)

const stateAt = ({ bytes, stride, offset }: EncodedRows, row: number, label: number): number =>
  ((bytes[offset + row * stride + (label >> 2)] ?? 0) >> (2 * (label & 3))) & 3

const isFlag = (cell: Cell): boolean => cell === null || typeof cell === 'boolean'

/**
 * f32[K]: 1 for labels that are there, 0 for others, −1 where it is not known. A cell is a list of labels (as JSON where the source has none), or
 * a text of them with `,`, `;` or `|` between; or a list of `true`, `false` and null, one for each label. In the record two bits a
 * label, in blocks of 64 labels, so that most sets can grow without a change of what tells samples apart.
 */
export const labelsCodec: MakeCodec<LabelsField> = ({ labels, ...type }, column) => {
  const codeOf = codesOf(labels)
  const field = formatField({ ...type, labels })
  const wanted = type.numeric ? `${field} (0 to ${labels.length - 1})` : field

  /** A state for each label that is not absent, by its code; or what is wrong. */
  function read(cell: Cell): Map<number, number> | Problem {
    const list = listOf(cell)
    if (list !== undefined && list.length === labels.length && list.every(isFlag)) {
      return new Map(list.flatMap((flag, code) => (flag === false ? [] : [[code, flag === null ? unknown : there] as const])))
    }
    const states = new Map<number, number>()
    for (const item of list ?? partsOf(cell)) {
      const code = codeOf(item)
      if (code === undefined) return list?.every(isFlag) === true ? lengthProblem(column, list, `a label or ${labels.length} flags are`, wanted) : problem(unknownLabel, column, item, wanted)
      states.set(code, there)
    }
    return states
  }

  /** A text that is a label as a whole is not taken apart. */
  const partsOf = (cell: Cell): readonly Cell[] =>
    typeof cell !== 'string' || codeOf(cell) !== undefined ? [cell] : cell.split(/[,;|]/).map((part) => part.trim()).filter((part) => part !== '')

  return {
    columns: [column],
    size: 16 * Math.ceil(labels.length / 64),
    nullable: false,
    wanted,
    encode([cell = null], record, offset) {
      const states = read(cell)
      if (!(states instanceof Map)) return states
      for (const [code, state] of states) {
        const at = offset + (code >> 2)
        record[at] = (record[at] ?? 0) | (state << (2 * (code & 3)))
      }
      return undefined
    },
    content([cell = null], record, offset) {
      if (cell === null) return
      const states = read(cell)
      if (!(states instanceof Map)) return
      record.fill(0, offset, offset + this.size)
      // A sum, since labels have no order.
      let sum = 0
      for (const [code, state] of states) sum = (sum + key(state, labels[code] ?? '')) >>> 0
      record.writeUInt32LE(sum, offset)
      record.writeUInt32LE(states.size, offset + 4)
    },
    decode(rows) {
      const tensor = zeros('f32', [rows.count, labels.length])
      for (let row = 0, at = 0; row < rows.count; row++) {
        for (let label = 0; label < labels.length; label++) tensor.data[at++] = values[stateAt(rows, row, label)] ?? 0
      }
      return { '': tensor }
    },
    // The mean of a label is its share of the samples of which it is known.
    measured: {
      elements: labels.length,
      visit(rows, add) {
        for (let row = 0; row < rows.count; row++) {
          for (let label = 0; label < labels.length; label++) {
            const state = stateAt(rows, row, label)
            if (state !== unknown) add(label, state)
          }
        }
      },
    },
  }
}
