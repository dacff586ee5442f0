import { describe, expect, it } from 'vitest'
import type { TypedBudgetLine } from '../../src/check/typed.js'
import { formatReached, isStatic, judge, latencyKey, reached, violation, wanted, type BudgetResult } from '../../src/compress/budget.js'
import { miss } from '../../src/compress/search.js'
import { line } from './workbench.js'

const dense = { side: { accuracy: 0.9 }, height: { rmse: 0.2 } }
const only = (results: readonly BudgetResult[]): BudgetResult => {
  const [result] = results
  if (result === undefined || results.length !== 1) throw new Error('one result was expected')
  return result
}
const judged = (of: TypedBudgetLine, value: number): BudgetResult => only(judge([of], { metrics: { side: { accuracy: value } }, size: value }, dense))

const written = (value: number, unit: string) => formatReached({ text: '', wanted: 0, met: true, reached: value, unit })

describe('a bound', () => {
  it('is a number as it is, or one that the uncompressed model gives', () => {
    expect(wanted(line('size', '<=', 8000), dense)).toBe(8000)
    expect(wanted(line('side.accuracy', '>=', -0.005, 'offset'), dense)).toBeCloseTo(0.895, 12)
    expect(wanted(line('side.accuracy', '>=', 0, 'offset'), dense)).toBe(0.9)
    expect(wanted(line('side.accuracy', '>=', 0.98, 'factor'), dense)).toBeCloseTo(0.882, 12)
    expect(wanted(line('height.rmse', '<=', 1.05, 'factor'), dense)).toBeCloseTo(0.21, 12)
  })

  it('is not a number where the uncompressed model was not measured', () => {
    expect(wanted(line('side.accuracy', '>=', 0, 'offset'), {})).toBeNaN()
    expect(wanted(line('side.auc', '>=', 0.9, 'factor'), dense)).toBeNaN()
  })
})

describe('a line', () => {
  it('is held against what was measured, in its unit; others wait', () => {
    const lines = [line('size', '<=', 100), line('latency', '<=', 1), line('side.accuracy', '>=', 0.5)]
    const measured = { size: 80, params: 20, latency: new Map([[latencyKey({ batch: 1, threads: 1 }), 0.5]]) }
    expect(judge(lines, measured, dense)).toEqual([
      { text: 'size <= 100', wanted: 100, reached: 80, met: true, unit: 'B' },
      { text: 'latency <= 1', wanted: 1, reached: 0.5, met: true, unit: 'ms' },
    ])
    expect(reached(line('params', '<=', 1), measured)).toBe(20)
    expect(reached(line('macs', '<=', 1), measured)).toBeUndefined()
    expect(lines.map(isStatic)).toEqual([true, false, false])
  })

  it('is met at its bound, from either side', () => {
    expect([99, 100, 101].map((size) => judged(line('size', '<=', 100), size).met)).toEqual([true, true, false])
    expect([0.89, 0.9, 0.91].map((value) => judged(line('side.accuracy', '>=', 0, 'offset'), value).met)).toEqual([false, true, true])
  })

  it('is missed where there is no number, on either side', () => {
    expect(judged(line('side.accuracy', '>=', 0.5), NaN).met).toBe(false)
    expect(judged(line('side.accuracy', '<=', 0.5), NaN).met).toBe(false)
    expect(only(judge([line('side.accuracy', '>=', 0, 'offset')], { metrics: dense }, {})).met).toBe(false)
  })
})

describe('a miss', () => {
  it('is relative to the bound, and nothing where the line is met', () => {
    expect(violation(judged(line('size', '<=', 100), 100))).toBe(0)
    expect(violation(judged(line('size', '<=', 100), 150))).toBe(0.5)
    expect(violation(judged(line('side.accuracy', '>=', 0.8), 0.6))).toBeCloseTo(0.25, 12)
    expect(violation(judged(line('side.accuracy', '<=', 0), 1))).toBe(1e12)
  })

  it('without a number is the largest of all, so that no other point counts as farther', () => {
    const unmeasurable = judged(line('side.accuracy', '>=', 0.5), NaN)
    expect(violation(unmeasurable)).toBe(Infinity)
    expect(miss([judged(line('size', '<=', 1), 1e9)])).toBeLessThan(miss([unmeasurable, judged(line('size', '<=', 100), 1)]))
    expect(violation(only(judge([line('side.accuracy', '>=', 0, 'offset')], { metrics: dense }, {})))).toBe(Infinity)
  })
})

it('values are written in the unit that reads best', () => {
  expect([written(900, 'B'), written(58_160, 'B'), written(2_500_000, 'B')]).toEqual(['900 B', '58.2 KB', '2.50 MB'])
  expect([written(0.84, 'ms'), written(12.345, 'ms')]).toEqual(['840.0 us', '12.35 ms'])
  expect([written(12, 'params'), written(3636, 'params'), written(1.5e6, 'macs')]).toEqual(['12 params', '3.6k params', '1.50M macs'])
  expect(written(0.93124, 'accuracy')).toBe('0.9312')
})
