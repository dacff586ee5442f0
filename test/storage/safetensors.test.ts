import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../src/storage/safetensors.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'

describe('safetensors', () => {
  test('begins with the length of its JSON header, padded to eight bytes', () => {
    const bytes = writeSafetensors(new Map<string, Tensor>([['a', f32([2], [1, -2])], ['b', i64([1], [7])]]), { made: 'here' })
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect((8 + length) % 8).toBe(0)
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { made: 'here' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'I64', shape: [1], data_offsets: [8, 16] },
    })
    expect(bytes.length).toBe(8 + length + 16)
  })

  test('gives back every bit', () => {
    const float = fc.float().map(Math.fround)
    fc.assert(
      fc.property(fc.dictionary(fc.string().filter((name) => name !== '__proto__' && name !== '__metadata__'), fc.array(float, { maxLength: 7 })), (values) => {
        const tensors = new Map<string, Tensor>(Object.entries(values).map(([name, data]) => [name, f32([data.length], data)]))
        expect(readSafetensors(writeSafetensors(tensors))).toEqual(tensors)
      }),
      { seed: 3, numRuns: 100 },
    )
  })

  test.each([
    ['nothing', new Uint8Array(3), 'too short'],
    ['a cut header', writeSafetensors(new Map([['a', f32([2], [1, 2])]])).subarray(0, 20), 'within its header'],
    ['cut values', writeSafetensors(new Map([['a', f32([2], [1, 2])]])).subarray(0, -4), 'within its values'],
  ])('says what is wrong with %s', (_name, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
  })
})

/** A file with one tensor `a`, whose header is as given. */
function fileOf(entry: object, values: Uint8Array): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ a: entry }))
  const bytes = new Uint8Array(8 + header.length + values.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true)
  bytes.set(header, 8)
  bytes.set(values, 8 + header.length)
  return bytes
}

describe('floats of other widths', () => {
  test.each([
    // Bits by IEEE 754: 1, −2, the largest, the smallest above 0, infinity.
    ['F16', new Uint16Array([0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00]), [1, -2, 65504, 2 ** -24, Infinity]],
    ['BF16', new Uint16Array([0x3f80, 0xc000, 0x4049, 0x0080, 0x7f80]), [1, -2, 3.140625, 2 ** -126, Infinity]],
    ['F64', new Float64Array([1, -2, 0.1, 0, -0]), [1, -2, Math.fround(0.1), 0, -0]],
  ])('%s become f32', (dtype, bits, expected) => {
    const values = new Uint8Array(bits.buffer)
    expect(readSafetensors(fileOf({ dtype, shape: [5], data_offsets: [0, values.length] }, values)).get('a')).toEqual(f32([5], expected))
  })

  test('every f16 that is a number comes out as the one that it says', () => {
    const bits = Uint16Array.from({ length: 0x7c00 }, (_, index) => index)
    const values = readSafetensors(fileOf({ dtype: 'F16', shape: [bits.length], data_offsets: [0, bits.byteLength] }, new Uint8Array(bits.buffer))).get('a')?.data ?? []
    // Their order is that of their bits.
    for (let index = 1; index < values.length; index++) if (!(Number(values[index]) > Number(values[index - 1]))) throw new Error(`the f16 ${index} is not above the one before it`)
    expect(Number(values[0x3c01])).toBe(1 + 2 ** -10)
  })
})

describe('a header', () => {
  test.each([
    ['a type that is not read', { dtype: 'F8_E4M3', shape: [2], data_offsets: [0, 2] }, 'type F8_E4M3'],
    ['a length beyond the file', { dtype: 'F32', shape: [2], data_offsets: [0, 1e15] }, 'within its values'],
    ['offsets in the wrong order', { dtype: 'F32', shape: [0], data_offsets: [4, 0] }, 'nothing sound'],
    ['a shape that is none', { dtype: 'F32', shape: [-1], data_offsets: [0, 4] }, 'nothing sound'],
    ['a shape too large for its values', { dtype: 'F32', shape: [2 ** 30, 2 ** 30], data_offsets: [0, 4] }, 'not as many values'],
    ['no entry', [], 'nothing sound'],
  ])('with %s is refused', (_name, entry, message) => {
    expect(() => readSafetensors(fileOf(entry, new Uint8Array(8)))).toThrow(message)
  })

  test('that is longer than any file is refused before anything is made for it', () => {
    expect(() => readSafetensors(new Uint8Array(16).fill(0xff))).toThrow('within its header')
  })

  test('of any bytes is refused in words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (header, length) => {
        const bytes = new Uint8Array(8 + header.length)
        bytes[0] = length
        bytes.set(header, 8)
        try {
          readSafetensors(bytes)
        } catch (error) {
          expect(String(error)).toMatch(/^Error: /)
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})
