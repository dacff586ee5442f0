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
