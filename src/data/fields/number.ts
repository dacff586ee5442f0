import { notANumber, notFinite } from '../../diagnostics/data.js'
import type { NumberField } from '../../types/field.js'
import { zeros } from '../../types/tensor.js'
import { numberOf, type Cell } from '../cells.js'
import { problem, type Problem } from '../problems.js'
import type { MakeCodec } from './codec.js'

/** Writes one f32, or says why the cell is none. Too large for 32 bits counts as infinite. */
export function writeNumber(cell: Cell, column: string, wanted: string, record: Buffer, offset: number): Problem | undefined {
  const value = numberOf(cell)
  if (value === undefined) return problem(notANumber, column, cell, wanted)
  // Adding zero makes −0 and 0 one number: equal samples have equal bytes.
  if (!Number.isFinite(Math.fround(value))) return problem(notFinite, column, cell, wanted)
  record.writeFloatLE(value + 0, offset)
  return undefined
}

/** f32[], as the column has it. */
export const numberCodec: MakeCodec<NumberField> = (_type, column) => ({
  columns: [column],
  size: 4,
  nullable: false,
  wanted: 'number',
  encode: ([cell = null], record, offset) => writeNumber(cell, column, 'number', record, offset),
  decode({ bytes, stride, offset, count }) {
    const values = zeros('f32', [count])
    for (let row = 0; row < count; row++) values.data[row] = bytes.readFloatLE(offset + row * stride)
    return { '': values }
  },
  measured: {
    elements: 1,
    visit({ bytes, stride, offset, count }, add) {
      for (let row = 0; row < count; row++) add(0, bytes.readFloatLE(offset + row * stride))
    },
  },
})
