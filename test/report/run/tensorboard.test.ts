import { fromBinary } from '@bufbuild/protobuf'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventSchema } from '../../../src/report/run/tensorboard/generated/event_pb.js'
import { maskedCrc, record } from '../../../src/report/run/tensorboard/record.js'
import { scalarsOf } from '../../../src/report/run/tensorboard/scalars.js'
import { tensorboard } from '../../../src/report/run/tensorboard/tensorboard.js'
import { told } from './told.js'

/** CRC-32C bit by bit, as RFC 3720 defines it: reflected polynomial 0x82f63b78. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}
const masked = (bytes: Uint8Array): number => (((crc32c(bytes) >>> 15) | (crc32c(bytes) << 17)) + 0xa282ead8) >>> 0

/** The records of a file; throws where a length or a sum is wrong. */
function records(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const found: Uint8Array[] = []
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true))
    if (view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) throw new Error('the sum of a length is wrong')
    const data = file.subarray(at + 12, at + 12 + length)
    if (view.getUint32(at + 12 + length, true) !== masked(data)) throw new Error('the sum of a record is wrong')
    found.push(data)
    at += 16 + length
  }
  return found
}

describe('a record', () => {
  it('has the sums of the published test vectors (RFC 3720, B.4), masked', () => {
    const vectors: readonly (readonly [Uint8Array, number])[] = [
      [new Uint8Array(32), 0x8a9136aa],
      [new Uint8Array(32).fill(0xff), 0x62a8ab43],
      [Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
      [Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
      [new TextEncoder().encode('123456789'), 0xe3069283],
    ]
    for (const [bytes, crc] of vectors) {
      expect(crc32c(bytes)).toBe(crc)
      expect(maskedCrc(bytes)).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
    }
  })

  it('is framed by its length and the two sums', () => {
    const framed = record(new TextEncoder().encode('foo'))
    // The sums are those that TensorBoard 2.21 computes.
    expect(Buffer.from(framed).toString('hex')).toBe(['0300000000000000', 'b099490e', '666f6f', '618abefe'].join(''))
    expect(records(framed).map((data) => new TextDecoder().decode(data))).toEqual(['foo'])
    framed[13] = 0
    expect(() => records(framed)).toThrow('the sum of a record is wrong')
  })
})

describe('the event file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mtlc-tensorboard-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = async () => {
    const sink = tensorboard(folder)
    for (const event of told()) sink.see(event)
    await sink.close()
    const names = readdirSync(folder).filter((name) => name.includes('tfevents'))
    expect(names).toEqual(['events.out.tfevents.1700000000.mtlc'])
    return records(readFileSync(join(folder, names[0] ?? ''))).map((data) => fromBinary(EventSchema, data))
  }

  it('holds each scalar with its tag, step and time, after the version', async () => {
    const [version, ...rest] = await write()
    expect(version?.what).toEqual({ case: 'fileVersion', value: 'brain.Event:2' })
    const events = told().filter((event) => Object.keys(scalarsOf(event)).length > 0)
    expect(rest).toHaveLength(events.length)
    for (const [index, { step, wallTime, what }] of rest.entries()) {
      const event = events[index]
      expect(wallTime).toBe((event?.time ?? 0) / 1000)
      expect(event).toMatchObject({ step: Number(step) })
      const values = what.case === 'summary' ? what.value.value.map(({ tag, simpleValue }) => [tag, simpleValue]) : []
      expect(Object.fromEntries(values)).toEqual(Object.fromEntries(Object.entries(event === undefined ? {} : scalarsOf(event)).map(([tag, value]) => [tag, Math.fround(value)])))
    }
  })

  it('takes the place of an earlier run\'s, and touches nothing else', async () => {
    writeFileSync(join(folder, 'events.out.tfevents.1600000000.mtlc'), 'old')
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    await write()
    expect(readdirSync(folder)).toContain('notes.txt')
  })
})

describe('tags', () => {
  it('are by what is measured, then by task', () => {
    const [step, epoch] = [told()[1], told()[6]]
    expect(step && Object.keys(scalarsOf(step))).toEqual(['loss/price', 'loss/kind', 'weight/price', 'weight/kind', 'learning_rate', 'gradient_norm', 'samples_per_second'])
    expect(epoch && Object.keys(scalarsOf(epoch))).toEqual(['epoch/loss/price', 'epoch/loss/kind', 'validation/price/mae', 'validation/kind/accuracy'])
  })
})
