import { badImage, wrongImageSize } from '../../diagnostics/data.js'
import type { ImageField } from '../../types/field.js'
import { formatField } from '../../types/fields.js'
import { zeros } from '../../types/tensor.js'
import { describe, type Cell } from '../cells.js'
import { problem, type Problem } from '../problems.js'
import type { MakeCodec } from './codec.js'
import { byteOf, writeBytes } from './lists.js'
import { namedFile } from './named-file.js'

/** A pixel of 8 bits as a number from 0 to 1. */
export const unit = Float32Array.from({ length: 256 }, (_, value) => value / 255)

const startsWith = (bytes: Uint8Array, ...values: readonly number[]): boolean =>
  values.every((value, index) => value < 0 || bytes[index] === value)

const endsWith = (bytes: Uint8Array, ...values: readonly number[]): boolean =>
  values.every((value, index) => bytes[bytes.length - values.length + index] === value)

/** PNG, JPEG or WebP by their first bytes; raw pixels that begin like a JPEG seldom also end like one. */
function isEncoded(bytes: Uint8Array, rawSize: number): boolean {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return true
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return bytes.length !== rawSize || endsWith(bytes, 0xff, 0xd9)
  return startsWith(bytes, 0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x45, 0x42, 0x50)
}

type Sharp = (typeof import('sharp'))['default']

let decoder: Promise<Sharp> | undefined

/** Loaded when the first encoded image comes: many data sets have none. */
function loadDecoder(): Promise<Sharp> {
  decoder ??= import('sharp').then(({ default: sharp }) => {
    // Many small images at once are faster than many threads for one, and sharp's cache would hold what is never asked again.
    sharp.concurrency(1)
    sharp.cache(false)
    return sharp
  })
  return decoder
}

/**
 * f32[C, H, W] from 0 to 1; in the record C·H·W bytes. Channels are converted (colour to grey by
 * luminance, grey to colour, opacity dropped), pixels are taken as they are stored, whatever orientation the file asks viewers for.
 */
export const imageCodec: MakeCodec<ImageField> = (type, column) => {
  const { channels, height, width } = type
  const pixels = height * width
  const size = channels * pixels
  const wanted = formatField(type)

  async function decodeFile(bytes: Uint8Array, cell: Cell, record: Buffer, offset: number): Promise<Problem | undefined> {
    const sharp = await loadDecoder()
    try {
      const source = sharp(bytes, { failOn: 'error' })
      const coloured = channels === 1 ? source.removeAlpha().greyscale() : source.toColourspace('srgb')
      const image = channels === 4 ? coloured.ensureAlpha() : coloured.removeAlpha()
      const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
      if (info.height !== height || info.width !== width) {
        return { kind: wrongImageSize, column, value: `${info.height} by ${info.width} pixels`, wanted }
      }
      if (info.channels !== channels) {
        return { kind: wrongImageSize, column, value: `of ${info.channels} channels`, wanted }
      }
      for (let pixel = 0, at = 0; pixel < pixels; pixel++) {
        for (let channel = 0; channel < channels; channel++) record[offset + channel * pixels + pixel] = data[at++] ?? 0
      }
      return undefined
    } catch (error) {
      const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error)
      return { kind: badImage, column, value: `${describe(cell)} (${reason})`, wanted }
    }
  }

  async function readImage(path: string, folder: string, record: Buffer, offset: number): Promise<Problem | undefined> {
    const bytes = await namedFile(path, folder, column, wanted)
    return bytes instanceof Uint8Array ? decodeFile(bytes, path, record, offset) : bytes
  }

  return {
    columns: [column],
    size,
    nullable: false,
    wanted,
    encode([cell = null], record, offset, folder) {
      if (typeof cell === 'string' && !cell.includes('\0')) return readImage(cell, folder, record, offset)
      if (cell instanceof Uint8Array) {
        if (isEncoded(cell, size)) return decodeFile(cell, cell, record, offset)
        if (cell.length !== size) return { kind: wrongImageSize, column, value: `${cell.length} bytes of pixels`, wanted: `${wanted}, ${size} bytes` }
        record.set(cell, offset)
        return undefined
      }
      if (!Array.isArray(cell)) return problem(badImage, column, cell, wanted)
      const end = writeBytes(cell, record, offset, offset + size, byteOf)
      if (end === undefined) return problem(badImage, column, cell, wanted)
      if (end !== offset + size) return { kind: wrongImageSize, column, value: `a list of ${end - offset} pixels`, wanted: `${wanted}, ${size} pixels` }
      return undefined
    },
    decode({ bytes, stride, offset, count }) {
      const tensor = zeros('f32', [count, channels, height, width])
      const values = tensor.data
      for (let row = 0, at = 0; row < count; row++) {
        const from = offset + row * stride
        for (let pixel = from; pixel < from + size; pixel++) values[at++] = unit[bytes[pixel] ?? 0] ?? 0
      }
      return { '': tensor }
    },
    measured: {
      elements: channels,
      visit({ bytes, stride, offset, count }, add) {
        for (let row = 0; row < count; row++) {
          for (let channel = 0, at = offset + row * stride; channel < channels; channel++) {
            for (const end = at + pixels; at < end; at++) add(channel, unit[bytes[at] ?? 0] ?? 0)
          }
        }
      },
    },
  }
}
