import { wrongLength } from '../../diagnostics/data.js'
import type { VectorField } from '../../types/field.js'
import { zeros } from '../../types/tensor.js'
import { lengthProblem, problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { listOf } from './lists.js'
import { writeNumber } from './number.js'

/** f32[n] from a column of lists. */
export const vectorCodec: MakeCodec<VectorField> = ({ size }, column) => ({
  columns: [column],
  size: 4 * size,
  nullable: false,
  wanted: `vector[${size}]`,
  encode([cell = null], record, offset) {
    const list = listOf(cell)
    if (list === undefined) return problem(wrongLength, column, cell, this.wanted)
    if (list.length !== size) return lengthProblem(column, list, size === 1 ? '1 is' : `${size} are`, this.wanted)
    for (const [index, value] of list.entries()) {
      const found = writeNumber(value, column, this.wanted, record, offset + 4 * index)
      if (found !== undefined) return found
    }
    return undefined
  },
  decode({ bytes, stride, offset, count }) {
    const values = zeros('f32', [count, size])
    for (let row = 0, at = 0; row < count; row++) {
      for (let index = 0; index < size; index++) values.data[at++] = bytes.readFloatLE(offset + row * stride + 4 * index)
    }
    return { '': values }
  },
  measured: {
    elements: size,
    visit({ bytes, stride, offset, count }, add) {
      for (let row = 0; row < count; row++) {
        for (let index = 0; index < size; index++) add(index, bytes.readFloatLE(offset + row * stride + 4 * index))
      }
    },
  },
})
