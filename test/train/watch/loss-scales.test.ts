import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lossScales } from '../../../src/train/watch/loss-scales.js'
import { begin, falling, noisy, warnings } from './runs.js'

const two = (a: (step: number) => number, b: (step: number) => number) => ({ losses: (step: number) => ({ a: a(step), b: b(step) }) })

const grows = (step: number): number => (step < 300 ? 200 : 5000)

const help = (balance: string) => warnings(lossScales, begin({ balance }), two(() => 5000, () => 1))[0]?.finding.help

describe('losses that are orders of magnitude apart', () => {
  it('are told once they stay so for an epoch, with both tasks and the weight that would help', () => {
    const [warned, ...more] = warnings(lossScales, begin(), two(() => 5000, falling(0.7, 0.3, 0.001)))
    expect(more).toEqual([])
    expect(warned).toMatchObject({ step: 50, tasks: ['a', 'b'], finding: { code: 'MTL6401', severity: 'warning' } })
    expect(warned?.finding.message).toMatch(/^the loss of task `a` counts 7,\d00 times as much as that of task `b`: 5,000 against 0\.\d+$/)
    expect(warned?.finding.help).toContain('`weight 0.0001` in task `a`, or let `balance uncertainty`')
  })

  it('count as they are weighed: the loss times the weight that was applied', () => {
    const apart = two(() => 5000, () => 0.7)
    expect(warnings(lossScales, begin(), { ...apart, weights: () => ({ a: 1e-4, b: 1 }) })).toEqual([])
    expect(warnings(lossScales, begin(), { ...two(() => 1, () => 1), weights: () => ({ a: 1, b: 1e-3 }) })).toMatchObject([{ tasks: ['a', 'b'] }])
  })

  it('are told again when it is ten times worse', () => {
    expect(warnings(lossScales, begin(), two(grows, () => 1)).map(({ step }) => step)).toEqual([50, expect.closeTo(362, -1)])
  })

  it('name the balance that does not bring them together', () => {
    expect(help('equal')).toContain('`balance uncertainty`, or `balance static` with `weight 0.0002`')
    expect(help('uncertainty')).toContain('`balance uncertainty` does not bring them together')
  })
})

describe('nothing is said', () => {
  it('of a jump that passes', () => {
    expect(warnings(lossScales, begin(), two((step) => (step % 60 < 20 ? 1e3 : 1), () => 1))).toEqual([])
  })

  it('of single losses that are beyond all measure', () => {
    expect(warnings(lossScales, begin(), two((step) => (step % 10 === 0 ? 1e9 : 1), () => 1))).toEqual([])
  })

  it('of a task that is small because it has learned', () => {
    expect(warnings(lossScales, begin(), two(falling(2.3, 0.5, 0.01), falling(2.3, 1e-4, 0.05)))).toEqual([])
  })

  it('of a task without weight, or without targets', () => {
    expect(warnings(lossScales, begin(), { ...two(() => 5000, () => 1), weights: () => ({ a: 1, b: 0 }) })).toEqual([])
    expect(warnings(lossScales, begin(), { losses: () => ({ a: 5000 }) })).toEqual([])
  })

  it('of any losses less than a factor of 30 apart, whatever their noise', () => {
    const scales = fc.tuple(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), fc.double({ min: 1, max: 30, noNaN: true }), fc.integer())
    fc.assert(
      fc.property(scales, ([scale, factor, seed]) => {
        expect(warnings(lossScales, begin(), two(noisy(falling(scale, scale / 2, 0.01), 0.3, seed), noisy(falling(scale * factor, scale * factor * 0.5, 0.01), 0.3, seed + 1)))).toEqual([])
      }),
      { seed: 7, numRuns: 20 },
    )
  })
})
