import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import { drawRandom } from '../../src/train/random.js'

/** A graph with dropout masks of these rates, each for a value of `width` numbers a sample. */
function graphOf(rates: Readonly<Record<string, number>>, width: number) {
  const builder = new GraphBuilder('masks')
  for (const [name, rate] of Object.entries(rates)) builder.output(`${name}:out`, builder.input(name, { dtype: 'f32', shape: ['N', width] }, { kind: 'dropout', rate }))
  return builder.build()
}

const draw = (rate: number, { width = 333, size = 300, seed = 1, step = 7, name = 'dropout:0' } = {}) =>
  drawRandom(graphOf({ [name]: rate }, width), size, seed, step)[name]?.data as Float32Array

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('dropout masks', () => {
  it.each([0.05, 0.1, 0.5, 0.9])('are 0 for a share of %f, and keep the mean at 1', (rate) => {
    const values = draw(rate)
    const dropped = values.filter((value) => value === 0).length / values.length
    const deviation = Math.sqrt((rate * (1 - rate)) / values.length)
    expect(Math.abs(dropped - rate)).toBeLessThan(4 * deviation)
    expect(Math.abs(mean(values) - 1)).toBeLessThan((4 * deviation) / (1 - rate))
    expect(new Set(values).size).toBe(2)
  })

  it('give 1 / (1 − rate) for what is kept, of a rate in 16 bits', () => {
    expect(draw(0.5).find((value) => value !== 0)).toBe(2)
    expect(draw(0.1).find((value) => value !== 0)).toBeCloseTo(1 / 0.9, 4)
  })

  it('drop nothing, or all, at rates that round to 0 and 1', () => {
    expect(new Set(draw(1e-9))).toEqual(new Set([1]))
    expect(new Set(draw(1 - 1e-9))).toEqual(new Set([0]))
  })

  it('neighbours know nothing of each other, whether of one hash or two', () => {
    const values = draw(0.5).map((value) => value - 1)
    for (const apart of [1, 2, 3, 333]) {
      const agreement = mean(values.subarray(apart).map((value, index) => value * (values[index] ?? 0)))
      expect(Math.abs(agreement)).toBeLessThan(4 / Math.sqrt(values.length))
    }
  })

  it('depend on the seed, the step and the name alone', () => {
    const size = 9
    expect(draw(0.5, { size })).toEqual(draw(0.5, { size }))
    for (const other of [{ seed: 2 }, { step: 8 }, { name: 'dropout:1' }]) expect(draw(0.5, { size, ...other })).not.toEqual(draw(0.5, { size }))
  })

  it('of an odd number of values are written whole', () => {
    expect(draw(0.5, { width: 3, size: 1 })).toHaveLength(3)
    expect([...draw(0, { width: 3, size: 1 })]).toEqual([1, 1, 1])
  })
})
