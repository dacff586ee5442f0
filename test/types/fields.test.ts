import { describe, expect, test } from 'vitest'
import type { AnyField, LabelField } from '../../src/types/field.js'
import { formatField, inputTensor, isCarriedOut, isInput, isTarget, predictionTensors, targetTensor, vocabularyOf } from '../../src/types/fields.js'

/** A field of each type that is not carried out yet. */
const later: readonly AnyField[] = [
  { kind: 'text', max: 8, vocabulary: 100 },
  { kind: 'labels', labels: ['0', '1', '2'], numeric: true },
  { kind: 'mask', labels: ['sky', 'ground'], numeric: false, height: 4, width: 6 },
  { kind: 'boxes', labels: ['car'], numeric: false },
  { kind: 'keypoints', labels: ['0', '1'], numeric: true },
  { kind: 'tags', labels: ['O', 'B'], numeric: false, over: 'words', max: 8 },
]

const digits: LabelField = { kind: 'label', labels: [...'0123456789'], numeric: true }

describe('a field', () => {
  test('prints as it is written, with long lists cut', () => {
    expect(formatField({ kind: 'image', channels: 1, height: 28, width: 28 })).toBe('image[1, 28, 28]')
    expect(formatField(digits)).toBe('label<10>')
    expect(formatField({ kind: 'label', labels: ['cat', 'dog'], numeric: false })).toBe('label<"cat", "dog">')
    expect(formatField({ kind: 'category', labels: ['a', 'b', 'c', 'd', 'e'] })).toBe('category<"a", "b", "c", … 5 labels>')
  })

  test('fixes the tensor that encodes it and the prediction that it decodes from', () => {
    expect(inputTensor({ kind: 'image', channels: 3, height: 4, width: 5 })).toEqual({ dtype: 'f32', shape: [3, 4, 5] })
    expect(inputTensor({ kind: 'category', labels: ['a', 'b'] })).toEqual({ dtype: 'i64', shape: [] })
    expect(predictionTensor(digits)).toEqual({ dtype: 'f32', shape: [10] })
    expect(predictionTensor({ kind: 'number' })).toEqual({ dtype: 'f32', shape: [] })
    expect(predictionTensor({ kind: 'vector', size: 4 })).toEqual({ dtype: 'f32', shape: [4] })
  })

  test('has one code more than labels, for values not seen', () => {
    expect(vocabularyOf({ kind: 'category', labels: ['a', 'b'] })).toBe(3)
    expect(vocabularyOf({ kind: 'number' })).toBeUndefined()
  })

  test('of a type that is not carried out yet has all of that too', () => {
    expect(later.map(formatField)).toEqual([
      'text(max = 8, vocab = 100)', 'labels<3>', 'mask<"sky", "ground">[4, 6]', 'boxes<"car">', 'keypoints<2>', 'tags<"O", "B">',
    ])
    expect(later.filter(isTarget).map((type) => predictionTensors(type).map(({ shape }) => shape.join('·')))).toEqual([
      ['8·100'], ['3'], ['2·4·6'], [], ['2·_·_', '2·2'], ['8·2'],
    ])
    expect(later.filter(isInput).map(({ kind }) => kind)).toEqual(['text'])
    expect(inputTensor({ kind: 'text', max: 8, vocabulary: 100 })).toEqual({ dtype: 'i64', shape: [8] })
    expect(later.some(isCarriedOut)).toBe(false)
    expect([digits, { kind: 'number' } as const].every(isCarriedOut)).toBe(true)
  })
})
