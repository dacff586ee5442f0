import { describe, expect, test } from 'vitest'
import type { LabelField, TargetType, TextField } from '../../src/types/field.js'
import { beforeTensor, formatField, inputTensor, isInput, isTarget, predictionTensors, targetTensor, vocabularyOf } from '../../src/types/fields.js'
import { formatType } from '../../src/types/tensor.js'

const targets: readonly TargetType[] = [
  { kind: 'number' },
  { kind: 'vector', size: 4 },
  { kind: 'label', labels: [...'0123456789'], numeric: true },
  { kind: 'tags', labels: ['O', 'B'], numeric: false, over: 'words', max: 8 },
  { kind: 'labels', labels: ['0', '1', '2'], numeric: true },
  { kind: 'mask', labels: ['sky', 'ground'], numeric: false, height: 4, width: 6 },
  { kind: 'keypoints', labels: ['0', '1'], numeric: true },
  { kind: 'boxes', labels: ['car', 'van'], numeric: false, max: 100 },
  { kind: 'boxes', labels: ['0'], numeric: true, max: 8 },
]

const text: TextField = { kind: 'text', max: 8, vocabulary: 100 }

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
    expect(inputTensor(text)).toEqual({ dtype: 'i64', shape: [8] })
    expect(targets.map(formatField)).toEqual(['number', 'vector[4]', 'label<10>', 'tags<"O", "B">', 'labels<3>', 'mask<"sky", "ground">[4, 6]', 'keypoints<2>', 'boxes<"car", "van">', 'boxes<1>(max = 8)'])
    expect(targets.map((type) => formatType(targetTensor(type)))).toEqual(['f32[]', 'f32[4]', 'i64[]', 'i64[8]', 'f32[3]', 'i64[4, 6]', 'f32[2, 3]', 'f32[100, 5]', 'f32[8, 5]'])
    expect(targets.map((type) => predictionTensors(type).map(formatType).join(' or '))).toEqual([
      'f32[] or f32[1]', 'f32[4]', 'f32[10]', 'f32[8, 2]', 'f32[3]', 'f32[2, 4, 6]', 'f32[2, _, _] or f32[2, 2]', 'f32[_, 7]', 'f32[_, 6]',
    ])
  })

  test('has one code more than labels, for values not seen', () => {
    expect(vocabularyOf({ kind: 'category', labels: ['a', 'b'] })).toBe(3)
    expect(vocabularyOf({ kind: 'number' })).toBeUndefined()
  })

  test('is an input, a target, or both', () => {
    expect(targets.every(isTarget)).toBe(true)
    expect(isTarget({ kind: 'image', channels: 1, height: 2, width: 2 })).toBe(false)
    expect(targets.filter(isInput).map(({ kind }) => kind)).toEqual(['number', 'vector'])
  })

  test('that is a text is read as an input, and written as a target from what stands before each place', () => {
    expect([isInput(text), isTarget(text)]).toEqual([true, true])
    expect([inputTensor(text), targetTensor(text), beforeTensor(text)].map(formatType)).toEqual(['i64[8]', 'i64[8]', 'i64[8]'])
    expect(predictionTensors(text).map(formatType)).toEqual(['f32[8, 100]'])
  })
})
