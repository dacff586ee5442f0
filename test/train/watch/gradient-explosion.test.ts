import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradientExplosion } from '../../../src/train/watch/gradient-explosion.js'
import { begin, falling, noisy, warnings } from './runs.js'

const calm = { losses: (step: number) => ({ a: falling(2, 0.5, 0.01)(step), b: 1 }), norm: falling(3, 0.5, 0.01) }
const at = (special: number, value: number, otherwise: (step: number) => number) => (step: number) => (step === special ? value : otherwise(step))

describe('a gradient that explodes', () => {
  it('is told with the task whose own gradient is largest on that batch', () => {
    const [warned, ...more] = warnings(gradientExplosion, begin(), { ...calm, norm: at(600, 900, calm.norm) }, { a: 890, b: 10 })
    expect(more).toEqual([])
    expect(warned).toMatchObject({ step: 600, tasks: ['a'], finding: { code: 'MTL6403', severity: 'warning' } })
    expect(warned?.finding.message).toMatch(/^the gradients explode at step 600: their norm is 900, where 0\.5\d* was usual; 98\.9% of it comes from task `a`$/)
    expect(warned?.finding.help).toContain('clip norm(1)')
    expect(warned?.finding.help).toContain('in the inputs and in the targets of task')
  })

  it('is put down to the task whose loss stands out, without being measured', () => {
    const curves = { losses: (step: number) => ({ a: 1, b: step === 600 ? 40 : 1 }), norm: at(600, 900, calm.norm) }
    const [warned] = warnings(gradientExplosion, begin(), curves, {})
    expect(warned?.tasks).toEqual(['b'])
    expect(warned?.finding.message).toContain('; it comes from task `b`')
  })

  it('is told where the norm is no number at all, and puts it down to a task whose norm is none', () => {
    expect(warnings(gradientExplosion, begin(), { ...calm, norm: at(600, Infinity, calm.norm) }, { a: 1, b: Number.NaN })).toMatchObject([{ tasks: ['b'] }])
  })

  it('is told once; again when it is a hundred times worse', () => {
    const norm = (step: number): number => (step === 900 ? 5e4 : step > 500 && step % 40 === 0 ? 300 : calm.norm(step))
    expect(warnings(gradientExplosion, begin(), { ...calm, norm }, { a: 1, b: 0 }).map(({ step }) => step)).toEqual([520, 900])
  })
})

const jumps = (step: number) => ({ a: 1, b: step === 700 ? 500 : 1 })

describe('a loss that jumps', () => {
  it('is told by name where the gradient did not tell first', () => {
    const [warned, ...more] = warnings(gradientExplosion, begin(), { losses: jumps })
    expect(more).toEqual([])
    expect(warned).toMatchObject({ step: 700, tasks: ['b'], finding: { code: 'MTL6404', message: 'the loss of task `b` jumps at step 700: it is 500, where 1 was usual' } })
  })
})

describe('nothing is said', () => {
  it('of a gradient that is clipped; of a loss that jumps, without the advice to clip', () => {
    const clipped = begin({ clip: 'norm' })
    expect(warnings(gradientExplosion, clipped, { ...calm, norm: at(600, 900, calm.norm) }, { a: 890, b: 10 })).toEqual([])
    expect(warnings(gradientExplosion, clipped, { losses: jumps })[0]?.finding.help).toMatch(/^write a lower `lr` or a longer `warmup`; /)
  })

  it('of a hard sample that a model which has learned meets', () => {
    // Three orders of magnitude above what is usual by then, but as large as when the run began.
    const norm = at(900, 2, falling(3, 1e-3, 0.05))
    const losses = (step: number) => ({ a: at(900, 2.3, falling(2.3, 1e-3, 0.05))(step), b: 1 })
    expect(warnings(gradientExplosion, begin(), { losses, norm }, { a: 1, b: 1 })).toEqual([])
  })

  it('of the first steps, whatever they are', () => {
    expect(warnings(gradientExplosion, begin(), { ...calm, norm: (step) => (step < 20 ? 10 ** (step % 5) : 1) }, { a: 1, b: 1 })).toEqual([])
  })

  it('of noise, at any scale', () => {
    const cases = fc.tuple(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 0.9, noNaN: true }), fc.integer())
    fc.assert(
      fc.property(cases, ([scale, noise, seed]) => {
        const norm = noisy(() => scale, noise, seed)
        const losses = (step: number) => ({ a: noisy(() => scale, noise, seed + 1)(step), b: 1 })
        expect(warnings(gradientExplosion, begin({ epochs: 6 }), { losses, norm }, { a: 1, b: 1 })).toEqual([])
      }),
      { seed: 17, numRuns: 20 },
    )
  })
})
