import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyCurve, extended, spansDecades } from '../../../src/report/run/curve.js'

it('a curve keeps the mean of its values in few points, each at the last step that it is made of', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 300 }), fc.integer({ min: 2, max: 20 }), (values, most) => {
      const curve = values.reduce((before, value, index) => extended(before, { step: index + 1, value }, most), emptyCurve)
      expect(curve.points.length).toBeLessThanOrEqual(most)
      expect(curve.points.length * curve.every + curve.count).toBe(values.length)
      for (const [index, { step, value }] of curve.points.entries()) {
        const part = values.slice(index * curve.every, (index + 1) * curve.every)
        expect(step).toBe((index + 1) * curve.every)
        expect(value).toBeCloseTo(part.reduce((sum, each) => sum + each, 0) / curve.every, 8)
      }
    }),
    { seed: 5 },
  )
})

it('decades ask for a logarithmic scale; zero and negative values cannot have one', () => {
  expect(spansDecades([1, 100])).toBe(true)
  expect(spansDecades([1, 5])).toBe(false)
  expect(spansDecades([0, 100])).toBe(false)
  expect(spansDecades([])).toBe(false)
})
