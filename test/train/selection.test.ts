import { describe, expect, test } from 'vitest'
import { score } from '../../src/train/selection.js'
import { method } from '../lower/build.js'
import { plane } from './problems.js'

const model = plane()
const validation = (accuracy: number, mae: number) => ({ side: { accuracy, macro_f1: 0 }, height: { mae, rmse: 9, r2: 0.5 } })

describe('the score of a validation', () => {
  test('is the mean of the tasks’ first metrics: ratios as they are, others by how far they fell', () => {
    expect(score(model, undefined, validation(0.8, 1), validation(0.1, 4))).toBeCloseTo((0.8 + 0.75) / 2, 12)
  })

  test('rises when either task does better', () => {
    const first = validation(0.5, 2)
    const before = score(model, undefined, first, first) ?? 0
    expect(score(model, undefined, validation(0.6, 2), first)).toBeGreaterThan(before)
    expect(score(model, undefined, validation(0.5, 1.9), first)).toBeGreaterThan(before)
  })

  test('does not depend on a target’s unit', () => {
    const metres = score(model, undefined, validation(0.8, 1), validation(0.8, 4))
    expect(score(model, undefined, validation(0.8, 100), validation(0.8, 400))).toBeCloseTo(metres ?? 0, 12)
  })

  test.each([['height.r2', 0.5], ['accuracy', 0.8], ['side.macro_f1', 0]])('looks at %s alone when stopping names it', (metric, expected) => {
    expect(score(model, method('early', { metric }), validation(0.8, 1), validation(0.1, 4))).toBe(expected)
  })

  test('leaves out what could not be measured; undefined where nothing could', () => {
    expect(score(model, undefined, validation(0.8, Number.NaN), validation(0.1, 4))).toBe(0.8)
    expect(score(model, undefined, {}, {})).toBeUndefined()
  })
})
