import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../src/compress/calibrate.js'
import { calibrators } from '../../src/compress/calibrators/index.js'
import { Histogram, NotFiniteError } from '../../src/compress/histogram.js'
import { lowerModel } from '../../src/lower/model.js'
import { affine } from '../../src/passes/quantization/scheme.js'
import { key, normal } from '../../src/random/counter.js'
import { engine } from './networks.js'
import { dataset, made, trained } from './workbench.js'

const gaussian = (count: number, seed = 1): number[] => Array.from({ length: count }, (_, index) => normal(key(seed), index))
const histogram = (...parts: readonly (readonly number[])[]): Histogram => {
  const result = new Histogram()
  for (const part of parts) result.add(part)
  return result
}
const rangeOf = (name: string, of: Histogram) => calibrators.get(name)?.range(of) ?? { min: NaN, max: NaN }
/** Mean squared error of 8 bits over a range. */
const error = (values: readonly number[], range: { min: number; max: number }): number => {
  const { scale, zero } = affine(range)
  return values.reduce((sum, value) => {
    const q = Math.min(255, Math.max(0, Math.round(value / scale) + zero))
    return sum + (value - scale * (q - zero)) ** 2
  }, 0) / values.length
}

describe('histogram', () => {
  it('counts every value, whatever comes first and however it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1 }), { minLength: 1 }), (parts) => {
        const found = histogram(...parts)
        const all = parts.flat()
        expect([...found.entries()].reduce((sum, [, count]) => sum + count, 0)).toBe(all.length)
        expect([found.min, found.max]).toEqual([Math.min(...all), Math.max(...all)])
        expect(found.reach).toBeGreaterThanOrEqual(Math.max(...all.map(Math.abs)))
      }),
      { seed: 1 },
    )
  })

  it('doubles its range when a larger value comes, and keeps what it had in fewer bins', () => {
    const found = histogram([0.1, 0.2, 1], [7])
    expect(found.reach).toBe(8)
    const bins = [...found.entries()].map(([centre, count]) => [Math.round(centre * 10) / 10, count])
    expect(bins).toEqual([[0.1, 1], [0.2, 1], [1, 1], [7, 1]])
  })

  it('refuses what has no range', () => {
    for (const value of [Infinity, -Infinity, NaN]) expect(() => histogram([1, value, 2])).toThrow(NotFiniteError)
    // A batch that is refused leaves nothing behind.
    const found = histogram([1, 2])
    expect(() => found.add([3, NaN])).toThrow(NotFiniteError)
    expect([found.min, found.max, found.count]).toEqual([1, 2, 2])
    found.add([])
    expect(found.count).toBe(2)
  })
})

describe('calibrators', () => {
  it('give the whole range, a little less, or what loses least', () => {
    const values = gaussian(20_000)
    const found = histogram(values)
    const whole = rangeOf('minmax', found)
    expect(whole).toEqual({ min: Math.min(...values), max: Math.max(...values) })
    for (const name of ['percentile', 'mse', 'entropy']) {
      const { min, max } = rangeOf(name, found)
      expect(min, name).toBeGreaterThanOrEqual(whole.min)
      expect(max, name).toBeLessThanOrEqual(whole.max)
      expect([-min, max].every((reach) => reach > 2), name).toBe(true)
    }
    // A bin holds what it holds: the grid works on bins, so it may lose a hair to the exact range.
    expect(error(values, rangeOf('mse', found))).toBeLessThanOrEqual(error(values, whole) * 1.01)
  })

  it('cut a lone outlier off, save for minmax', () => {
    const values = gaussian(200_000)
    const found = histogram([...values, 1000])
    expect(rangeOf('minmax', found).max).toBe(1000)
    expect(rangeOf('percentile', found).max).toBeLessThan(10)
    expect(rangeOf('entropy', found).max).toBeLessThan(500)
    expect(rangeOf('mse', histogram([...values, 40])).max).toBeLessThanOrEqual(40)
  })

  it('leave a relu’s range beginning at zero', () => {
    const found = histogram(gaussian(5000).map((value) => Math.max(0, value)))
    for (const [name] of calibrators) expect(rangeOf(name, found).min, name).toBe(0)
  })

  it('give an empty range for no values, and one value its place', () => {
    for (const [name, { range }] of calibrators) {
      expect(range(new Histogram()), name).toEqual({ min: 0, max: 0 })
      expect(range(histogram([0, 0])), name).toEqual({ min: 0, max: 0 })
      expect(range(histogram([3])).max, name).toBeGreaterThan(0)
    }
  })
})

describe('calibrate', () => {
  it('measures values on training samples', async () => {
    const graph = lowerModel(made, new Map())
    const values = [graph.inputs[0]?.value ?? -1, ...graph.outputs.map(({ value }) => value)]
    const { weights } = await trained()
    const minmax = calibrators.get('minmax')
    if (minmax === undefined) throw new Error('minmax is missing')
    const ranges = await calibrate({ graph, weights, values, calibrator: minmax, dataset, engine: await engine(), samples: 200, seed: 1 })
    expect([...ranges.keys()]).toEqual(values)
    const input = ranges.get(values[0] ?? -1)
    expect([(input?.min ?? 0) < -2, (input?.max ?? 0) > 2]).toEqual([true, true])
  })
})
