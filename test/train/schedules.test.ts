import { describe, expect, test } from 'vitest'
import { scheduleNamed, schedules } from '../../src/train/schedules/index.js'
import type { Seen } from '../../src/train/schedules/schedule.js'
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

describe('cosine with restarts', () => {
  test('begins anew at the learning rate, in rounds of one length', () => {
    const all = factors('cosine', { restarts: 2 }, 30)
    for (const [step, factor] of all.slice(0, 20).entries()) expect(all[step + 10]).toBeCloseTo(factor, 12)
    expect([all[0], all[10], all[20]]).toEqual([1, 1, 1])
    expect(all[5]).toBeCloseTo(0.5, 12)
    expect(all[9]).toBeLessThan(0.03)
  })

  test('in rounds that grow: of 70 steps, 10, 20 and 40', () => {
    const all = factors('cosine', { restarts: 2, growth: 2, final: 0.1 }, 70)
    expect(all.flatMap((factor, step) => (factor > (all[step - 1] ?? 0) ? [step] : []))).toEqual([0, 10, 30])
    expect(all[20]).toBeCloseTo(0.55, 12)
    expect(all[50]).toBeCloseTo(0.55, 12)
  })

  test('after a warm-up, in what is left', () => {
    const all = factors('cosine', { restarts: 1, warmup: steps(10) }, 30)
    for (const [step, factor] of all.slice(10, 20).entries()) expect(all[step + 20]).toBeCloseTo(factor, 12)
    expect(all[10]).toBe(1)
  })
})

describe('multistep', () => {
  test('multiplies at each of the given times, in epochs or in steps', () => {
    const all = factors('multistep', { at: [1, steps(15)], factor: 0.5 }, 20)
    expect(all.flatMap((factor, step) => (step === 0 || factor !== all[step - 1] ? [[step, factor]] : []))).toEqual([[0, 1], [10, 0.5], [15, 0.25]])
  })
})

describe('exponential', () => {
  test('falls by its factor over each stretch, evenly', () => {
    const all = factors('exponential', { factor: 0.25, every: 1 }, 21)
    expect(all[10]).toBeCloseTo(0.25, 12)
    expect(all[5]).toBeCloseTo(0.5, 12)
    expect(all[20]).toBeCloseTo(0.0625, 12)
  })
})

// By PyTorch: SequentialLR of a LinearLR and the schedule, from the fourth step on.
test.each([
  ['exponential', [0.25, 0.5, 0.75, 1, 1, 0.8434, 0.7114, 0.6, 0.5061, 0.4268, 0.36]],
  ['step', [0.25, 0.5, 0.75, 1, 1, 1, 1, 0.6, 0.6, 0.6, 0.36]],
])('%s counts from the end of the warm-up, so that the learning rate itself is reached', (name, wanted) => {
  expect(factors(name, { factor: 0.6, every: steps(3), warmup: steps(4) }, 11).map((factor) => Number(factor.toFixed(4)))).toEqual(wanted)
})

describe('linear', () => {
  test('falls in a straight line, after the warm-up', () => {
    const all = factors('linear', { final: 0.2, warmup: steps(2) }, 12)
    expect(all.slice(0, 3)).toEqual([0.5, 1, 1])
    expect(all[7]).toBeCloseTo(0.6, 12)
    expect(all[11]).toBeCloseTo(0.28, 12)
  })
})

describe('one_cycle', () => {
  test('rises from `start` to the learning rate and falls to `final`', () => {
    const all = factors('one_cycle', { rise: 0.3, start: 0.04, final: 0.001 }, 100)
    expect(all[0]).toBeCloseTo(0.04, 12)
    expect(all[15]).toBeCloseTo(0.52, 12)
    expect(all.indexOf(Math.max(...all))).toBe(30)
    expect(all[30]).toBe(1)
    expect(all[65]).toBeCloseTo(0.5005, 12)
    expect(all[99]).toBeLessThan(0.003)
  })
})

/** The factor after each of these validations. */
const plateauAfter = (given: Parameters<typeof method>[1], scores: readonly (number | undefined)[]) => {
  const [schedule, chosen] = [scheduleNamed('plateau'), method('plateau', given)]
  let seen: Seen | undefined
  return scores.map((score) => {
    seen = schedule.watch?.(seen, score, chosen)
    return schedule.factor({ step: 0, stepsPerEpoch: 1, total: 10, seen }, chosen)
  })
}

describe('plateau', () => {
  test('multiplies where `patience` epochs were no better than the best, and counts anew', () => {
    expect(plateauAfter({ factor: 0.5, patience: 2 }, [0.3, 0.5, 0.4, 0.5, 0.4, 0.5, 0.6, 0.1])).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25])
  })

  test('goes no lower than `final`; an epoch that measures nothing does not count', () => {
    expect(plateauAfter({ factor: 0.1, patience: 1, final: 0.05 }, [0.5, undefined, 0.5, undefined, 0.5, 0.5])).toEqual([1, 1, 0.1, 0.1, 0.05, 0.05])
  })

  test('before any validation, it is 1 after the warm-up', () => {
    expect(factors('plateau', { warmup: steps(2) }, 4)).toEqual([0.5, 1, 1, 1])
  })
})

test.each([...schedules.keys()].filter((name) => name !== 'one_cycle'))('%s rises linearly over its warm-up', (name) => {
  const given = { warmup: steps(4), ...(name === 'multistep' ? { at: [2] } : {}), ...(name === 'exponential' ? { factor: 1 } : {}) }
  expect(factors(name, given, 20).slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1])
})
