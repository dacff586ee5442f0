import { describe, expect, test } from 'vitest'
import { scheduleNamed } from '../../src/train/schedules/index.js'
import { method } from '../lower/build.js'

const epochs = (value: number) => ({ dimension: 'epochs' as const, value })
const steps = (value: number) => ({ dimension: 'steps' as const, value })

/** The factor at each of `total` steps, ten to the epoch. */
const factors = (name: string, given: Parameters<typeof method>[1], total: number) =>
  Array.from({ length: total }, (_, step) => scheduleNamed(name).factor({ step, stepsPerEpoch: 10, total }, method(name, given)))

describe('constant', () => {
  test('is 1 throughout', () => {
    expect(factors('constant', {}, 3)).toEqual([1, 1, 1])
  })

  test('warms up linearly, to 1 at the last step of the warm-up', () => {
    expect(factors('constant', { warmup: steps(4) }, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
    expect(factors('constant', { warmup: epochs(0.2) }, 4)).toEqual([0.5, 1, 1, 1])
  })
})

describe('step', () => {
  test('multiplies by its factor after each stretch, in epochs or in steps', () => {
    expect(factors('step', { every: 1, factor: 0.5 }, 30).filter((_, step) => step % 10 === 9)).toEqual([1, 0.5, 0.25])
    expect(factors('step', { every: epochs(1), factor: 0.5 }, 30)[10]).toBe(0.5)
    expect(factors('step', { every: steps(2), factor: 0.1 }, 5).map((factor) => factor.toFixed(3))).toEqual(['1.000', '1.000', '0.100', '0.100', '0.010'])
  })
})

describe('cosine', () => {
  test('falls along half a cosine: 1 at the start, ½ half way, towards `final` at the end', () => {
    const all = factors('cosine', {}, 100)
    expect(all[0]).toBe(1)
    expect(all[50]).toBeCloseTo(0.5, 12)
    expect(all[99]).toBeLessThan(0.001)
    expect(factors('cosine', { final: 0.1 }, 100)[50]).toBeCloseTo(0.55, 12)
    expect(all.toSorted((a, b) => b - a)).toEqual(all)
  })

  test('begins after the warm-up, and takes what is left', () => {
    const all = factors('cosine', { warmup: epochs(1) }, 30)
    expect(all[0]).toBeCloseTo(0.1, 12)
    expect(all[9]).toBe(1)
    expect(all[10]).toBe(1)
    expect(all[20]).toBeCloseTo(0.5, 12)
  })
})
