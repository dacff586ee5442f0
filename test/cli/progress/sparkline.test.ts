import { describe, expect, it } from 'vitest'
import { sparkline } from '../../../src/cli/progress/sparkline.js'

describe('a sparkline', () => {
  it('runs from the smallest value to the largest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 20)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([3, 3, 3], 20)).toBe('▁▁▁')
    expect(sparkline([], 20)).toBe('')
  })

  it('is logarithmic over more than a decade', () => {
    expect(sparkline([1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1], 20)).toBe('▁▂▃▄▅▆▇█')
  })

  it('takes means where there are more values than columns, and leaves out what is no number', () => {
    expect(sparkline([0, 0, Number.NaN, 1, 1, 2, 2, 3, 3], 4)).toBe('▁▃▆█')
  })
})
