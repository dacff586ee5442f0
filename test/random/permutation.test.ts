import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permutation } from '../../src/random/permutation.js'

const order = (size: number, seed: number): number[] => Array.from({ length: size }, (_, index) => permutation(size, seed)(index))

describe('permutation', () => {
  it('has every number once, for any size and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (size, seed) => {
        expect(order(size, seed).toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index))
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('is told by its seed', () => {
    expect(order(100, 5)).toEqual(order(100, 5))
    expect(order(100, 6)).not.toEqual(order(100, 5))
  })

  it('puts every number anywhere, about as often', () => {
    const size = 10
    const seeds = 5000
    const counts = new Float64Array(size * size)
    for (let seed = 0; seed < seeds; seed++) {
      for (const [place, value] of order(size, seed).entries()) counts[place * size + value] = (counts[place * size + value] ?? 0) + 1
    }
    const expected = seeds / size
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 81 degrees of freedom: mean 81, deviation 12.7.
    expect(chiSquare).toBeLessThan(145)
  })

  it('leaves neighbours no closer than chance does', () => {
    const size = 1000
    const shuffled = order(size, 3)
    const distances = shuffled.slice(1).map((value, index) => Math.abs(value - (shuffled[index] ?? 0)))
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length
    expect(mean).toBeGreaterThan(size / 3 - 30)
    expect(mean).toBeLessThan(size / 3 + 30)
  })

  it('reaches beyond 32 bits', () => {
    const size = 2 ** 40
    const at = permutation(size, 1)
    const some = Array.from({ length: 1000 }, (_, index) => at(index))
    expect(new Set(some).size).toBe(1000)
    expect(some.every((value) => Number.isInteger(value) && value >= 0 && value < size)).toBe(true)
    expect(Math.max(...some)).toBeGreaterThan(2 ** 38)
  })
})
