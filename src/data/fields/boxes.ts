import { badBox, notFinite, outsideImage, tooManyBoxes, unknownLabel } from '../../diagnostics/data.js'
import { key } from '../../random/counter.js'
import type { BoxesField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { numberOf, type Cell } from '../cells.js'
import { problem, type Problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { codesOf } from './codes.js'
import { listOf, objectOf } from './lists.js'

/** Numbers of a box: its class, left, top, right, bottom. */
const size = 5

/** How far a coordinate may lie beyond the image by rounding, as where 0.1 + 0.9 was added in 32 bits. */
const rounding = 1e-6

/**
 * f32[max, 5] from a list (as JSON where the source has none) of `{ "label": …, "box": [left, top, right, bottom] }` or `[label, left, top, right,
 * bottom]`, coordinates being shares of the image's width and height; an empty list is a sample without boxes. In the record the class is
 * one more than its code, so that a record of zeros holds no box; as a tensor it is −1 where there are no more boxes.
 */
export const boxesCodec: MakeCodec<BoxesField> = (type, column) => {
  const { labels, max } = type
  const codeOf = codesOf(labels)
  const wanted = formatField(type)

  /** Code and sides of one box; or what is wrong with it. */
  function read(item: Cell): readonly number[] | Problem {
    const [label = null, ...sides] = partsOf(item) ?? []
    if (sides.length !== size - 1) return problem(badBox, column, item, wanted)
    const code = codeOf(label)
    if (code === undefined) return problem(unknownLabel, column, label, wanted)
    const numbers: number[] = []
    for (const side of sides) {
      const value = numberOf(side)
      if (value === undefined) return problem(badBox, column, item, wanted)
      if (!Number.isFinite(value)) return problem(notFinite, column, side, wanted)
      if (value < -rounding || value > 1 + rounding) return problem(outsideImage, column, value, wanted)
      numbers.push(Math.min(1, Math.max(0, value)))
    }
    const [left = 0, top = 0, right = 0, bottom = 0] = numbers.map(Math.fround)
    return right > left && bottom > top ? [code, left, top, right, bottom] : { kind: badBox, column, value: `[${sides.join(', ')}]`, wanted }
  }

  return {
    columns: [column],
    size: 4 * size * max,
    nullable: false,
    wanted,
    encode([cell = null], record, offset) {
      const list = listOf(cell)
      if (list === undefined) return problem(badBox, column, cell, wanted)
      if (list.length > max) return { kind: tooManyBoxes, column, value: `${list.length} boxes`, wanted }
      for (const [index, item] of list.entries()) {
        const box = read(item)
        if ('kind' in box) return box
        for (const [place, value] of box.entries()) record.writeFloatLE(place === 0 ? value + 1 : value, offset + 4 * (size * index + place))
      }
      return undefined
    },
    content([cell = null], record, offset) {
      for (const [index, item] of (listOf(cell) ?? []).slice(0, max).entries()) {
        const box = read(item)
        if (!('kind' in box)) record.writeUInt32LE(key(labels[box[0] ?? 0] ?? ''), offset + 4 * size * index)
      }
    },
    decode({ bytes, stride, offset, count }) {
      const tensor = zeros('f32', [count, max, size])
      for (let row = 0, at = 0; row < count; row++) {
        for (let index = 0; index < size * max; index++, at++) {
          const value = bytes.readFloatLE(offset + row * stride + 4 * index)
          tensor.data[at] = index % size === 0 ? value - 1 : value
        }
      }
      return { '': tensor }
    },
  }
}

/** Label and sides, however a box is written. */
function partsOf(item: Cell): readonly Cell[] | undefined {
  const list = listOf(item)
  if (list !== undefined) return list
  const { label, box } = objectOf(item) ?? {}
  const sides = box === undefined ? undefined : listOf(box)
  return label === undefined || sides === undefined ? undefined : [label, ...sides]
}
