/**
 * The values that a PNG stores (PNG Specification, third edition, W3C 2025), where those are codes: grey values, or places in a palette, of 8
 * bits at most. Image libraries give colours instead, from which a palette's places cannot be told again.
 */
import { inflateSync } from 'node:zlib'

export interface Codes {
  readonly width: number
  readonly height: number
  /** Row by row. */
  readonly codes: Uint8Array
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const isPng = (bytes: Uint8Array): boolean => signature.every((value, index) => bytes[index] === value)

const [grey, palette] = [0, 3]

/** Pixels of more than this are no mask that anyone trains on. */
const mostPixels = 1 << 28

/** The codes, or the reason why there are none. */
export function readCodes(bytes: Uint8Array): Codes | string {
  if (!isPng(bytes)) return 'it is no PNG'
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks = chunksOf(view)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (header === undefined || header.length < 13) return 'it has no header'
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth = 0, colour = 0, , , interlace = 0] = header.subarray(8)
  if (colour !== grey && colour !== palette) return 'its pixels are colours, and no codes of classes'
  if (depth > 8) return `its values are of ${depth} bits, and codes have 8 at most`
  if (interlace !== 0) return 'it is interlaced'
  if (width === 0 || height === 0 || width * height > mostPixels) return `it is of ${height} by ${width} pixels`
  const stride = Math.ceil((width * depth) / 8)
  const expected = height * (stride + 1)
  try {
    const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])))
    const rows = inflateSync(packed, { maxOutputLength: expected })
    if (rows.length !== expected) return 'it ends too early'
    return unfilter(rows, stride) ? { width, height, codes: unpack(rows, { width, height, depth, stride }) } : 'it has a filter that there is not'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function chunksOf(view: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = signature.length; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at)
    chunks.push({ type: view.toString('latin1', at + 4, at + 8), data: view.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** Undoes the filter of each row in place (section 9.2); rows of codes have one byte a step. False where a row names another filter. */
function unfilter(rows: Buffer, stride: number): boolean {
  for (let start = 0, above = -1; start < rows.length; above = start, start += stride + 1) {
    const filter = rows[start] ?? 0
    if (filter > 4) return false
    for (let index = 1; index <= stride; index++) {
      const left = index > 1 ? (rows[start + index - 1] ?? 0) : 0
      const up = above < 0 ? 0 : (rows[above + index] ?? 0)
      const corner = above < 0 || index === 1 ? 0 : (rows[above + index - 1] ?? 0)
      const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0
      rows[start + index] = ((rows[start + index] ?? 0) + guess) & 0xff
    }
  }
  return true
}

/** Which of the three is nearest to left + up − corner. */
function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

interface Packing {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly stride: number
}

/** Values of fewer than 8 bits stand side by side, the first in the highest bits. */
function unpack(rows: Buffer, { width, height, depth, stride }: Packing): Uint8Array {
  const codes = new Uint8Array(width * height)
  const [each, mask] = [8 / depth, (1 << depth) - 1]
  for (let y = 0, at = 0; y < height; y++) {
    const start = y * (stride + 1) + 1
    for (let x = 0; x < width; x++) {
      const place = x % each
      codes[at++] = ((rows[start + (x - place) / each] ?? 0) >> (8 - depth * (place + 1))) & mask
    }
  }
  return codes
}
