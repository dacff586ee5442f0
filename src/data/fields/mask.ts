import { badMask, unknownLabel, wrongImageSize } from '../../diagnostics/data.js'
import type { MaskField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { describe, type Cell } from '../cells.js'
import { problem, type Problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { byteOf, listOf, writeBytes } from './lists.js'
import { namedFile } from './named-file.js'
import { isPng, readCodes } from './png.js'

/** What masks hold where the class is not known, as most data sets of them do. */
const unknown = 255

/**
 * i64[H, W] of classes by their place among the labels, and the number of labels where it is not known: where the source has 255 or null.
 * A cell is a PNG (grey or with a palette; as bytes, or a path relative to the source), H·W bytes, or lists of whole numbers. In the
 * record H·W bytes.
 */
export const maskCodec: MakeCodec<MaskField> = (type, column) => {
  const { labels, height, width } = type
  const size = height * width
  const wanted = formatField(type)
  const codes = Array.from({ length: 256 }, (_, code) => BigInt(Math.min(code, labels.length)))

  function write(values: Uint8Array, record: Buffer, offset: number): Problem | undefined {
    const wrong = values.find((code) => code >= labels.length && code !== unknown)
    if (wrong !== undefined) return problem(unknownLabel, column, wrong, wanted)
    record.set(values, offset)
    return undefined
  }

  function writePng(bytes: Uint8Array, cell: Cell, record: Buffer, offset: number): Problem | undefined {
    const read = readCodes(bytes)
    if (typeof read === 'string') return { kind: badMask, column, value: `${describe(cell)} (${read})`, wanted }
    if (read.height !== height || read.width !== width) return { kind: wrongImageSize, column, value: `${read.height} by ${read.width} pixels`, wanted }
    return write(read.codes, record, offset)
  }

  async function readMask(path: string, folder: string, record: Buffer, offset: number): Promise<Problem | undefined> {
    const bytes = await namedFile(path, folder, column, wanted)
    return bytes instanceof Uint8Array ? writePng(bytes, path, record, offset) : bytes
  }

  return {
    columns: [column],
    size,
    nullable: false,
    wanted,
    encode([cell = null], record, offset, folder) {
      const list = listOf(cell)
      if (list !== undefined) {
        const values = Buffer.alloc(size)
        const end = writeBytes(list, values, 0, size, (item) => (item === null ? unknown : byteOf(item)))
        if (end === undefined) return problem(badMask, column, cell, wanted)
        if (end !== size) return { kind: wrongImageSize, column, value: `a list of ${end} pixels`, wanted: `${wanted}, ${size} pixels` }
        return write(values, record, offset)
      }
      if (typeof cell === 'string' && !cell.includes('\0')) return readMask(cell, folder, record, offset)
      if (!(cell instanceof Uint8Array)) return problem(badMask, column, cell, wanted)
      if (isPng(cell)) return writePng(cell, cell, record, offset)
      if (cell.length !== size) return { kind: wrongImageSize, column, value: `${cell.length} bytes of pixels`, wanted: `${wanted}, ${size} bytes` }
      return write(cell, record, offset)
    },
    decode({ bytes, stride, offset, count }) {
      const tensor = zeros('i64', [count, height, width])
      for (let row = 0, at = 0; row < count; row++) {
        for (let pixel = offset + row * stride, end = pixel + size; pixel < end; pixel++) tensor.data[at++] = codes[bytes[pixel] ?? 0] ?? 0n
      }
      return { '': tensor }
    },
    // The mean of a class is its share of the pixels.
    measured: {
      elements: labels.length,
      visit({ bytes, stride, offset, count }, add) {
        for (let row = 0; row < count; row++) {
          const counts = new Float64Array(256)
          for (let pixel = offset + row * stride, end = pixel + size; pixel < end; pixel++) {
            const code = bytes[pixel] ?? 0
            counts[code] = (counts[code] ?? 0) + 1
          }
          for (let code = 0; code < labels.length; code++) add(code, (counts[code] ?? 0) / size)
        }
      },
    },
  }
}
