import { notANumber, notFinite, outsideImage, wrongLength } from '../../diagnostics/data.js'
import type { KeypointsField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { numberOf, type Cell } from '../cells.js'
import { lengthProblem, problem, type Problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { listOf } from './lists.js'

/** Numbers of a point: x and y as shares of the image's width and height, and 1 where the point is known. */
const size = 3

/**
 * f32[n, 3] from a list (as JSON where the source has none) of the points in their order: `[x, y]`, `[x, y, visible]` or null each, or all these
 * numbers one after another. A point that is null, lacks a coordinate, or whose `visible` is 0 is not known.
 */
export const keypointsCodec: MakeCodec<KeypointsField> = (type, column) => {
  const count = type.labels.length
  const wanted = formatField(type)

  function write(point: readonly Cell[], record: Buffer, offset: number): Problem | undefined {
    const [x = null, y = null, visible = true] = point
    if (x === null || y === null || visible === null) return undefined
    const numbers = [x, y, visible].map(numberOf)
    for (const [index, cell] of [x, y, visible].entries()) {
      const value = numbers[index]
      if (value === undefined) return problem(notANumber, column, cell, wanted)
      if (!Number.isFinite(value)) return problem(notFinite, column, cell, wanted)
    }
    const [across = 0, down = 0, seen = 0] = numbers
    if (seen <= 0) return undefined
    for (const value of [across, down]) if (value < 0 || value > 1) return problem(outsideImage, column, value, wanted)
    for (const [index, value] of [across, down, 1].entries()) record.writeFloatLE(value + 0, offset + 4 * index)
    return undefined
  }

  /** Lists of lists are of points, others of numbers; a point that is of no two or three numbers is told by itself. */
  function wrongLengthOf(list: readonly Cell[]): Problem {
    const odd = list.find((item) => Array.isArray(item) && item.length !== 2 && item.length !== 3)
    if (Array.isArray(odd)) return lengthProblem(column, odd, '2 or 3 are', wanted)
    if (list.some((item) => Array.isArray(item))) return lengthProblem(column, list, count === 1 ? '1 is' : `${count} are`, wanted, 'point')
    return lengthProblem(column, list, `${2 * count} or ${3 * count} are`, wanted)
  }

  return {
    columns: [column],
    size: 4 * size * count,
    nullable: false,
    wanted,
    encode([cell = null], record, offset) {
      const list = listOf(cell)
      if (list === undefined) return problem(wrongLength, column, cell, wanted)
      const points = pointsOf(list, count)
      if (points === undefined) return wrongLengthOf(list)
      for (const [index, point] of points.entries()) {
        const found = write(point, record, offset + 4 * size * index)
        if (found !== undefined) return found
      }
      return undefined
    },
    decode({ bytes, stride, offset, count: rows }) {
      const tensor = zeros('f32', [rows, count, size])
      for (let row = 0, at = 0; row < rows; row++) {
        for (let index = 0; index < size * count; index++) tensor.data[at++] = bytes.readFloatLE(offset + row * stride + 4 * index)
      }
      return { '': tensor }
    },
  }
}

/** The numbers of each point; undefined where a list is not of so many points. */
function pointsOf(list: readonly Cell[], count: number): readonly (readonly Cell[])[] | undefined {
  if (list.length === count && list.every((item) => item === null || (Array.isArray(item) && (item.length === 2 || item.length === 3)))) {
    return list.map((item) => (Array.isArray(item) ? item : []))
  }
  const each = list.length / count
  if (each !== 2 && each !== 3) return undefined
  return Array.from({ length: count }, (_, index) => list.slice(each * index, each * (index + 1)))
}
