import { describe, expect, test } from 'vitest'
import type { LabelField } from '../../src/types/field.js'
import { formatField, inputTensor, predictionTensor, vocabularyOf } from '../../src/types/fields.js'

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
})
