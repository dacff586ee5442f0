import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stalledTask, windowLength } from '../../../src/train/watch/stalled-task.js'
import { begin, falling, noisy, warnings } from './runs.js'

const two = (a: (step: number) => number, b: (step: number) => number) => ({ losses: (step: number) => ({ a: a(step), b: b(step) }) })
const learns = falling(2.3, 0.2, 0.005)

const validation = (accuracy: number, macro_f1: number) => () => ({ b: { accuracy, macro_f1 } })

// Windows that scatter by a fifth say nothing of a percent.
const scatters = (step: number): number => 1 + 0.2 * (Math.floor((step - 1) / 50) % 2 === 0 ? 1 : -1)

describe('a task that stops learning while another goes on', () => {
  it('is told once, by name', () => {
    const [warned, ...more] = warnings(stalledTask, begin(), two(learns, noisy(() => 1.1, 0.05, 1)))
    expect(more).toEqual([])
    // Eight windows of an epoch: the first moment at which it can be known.
    expect(warned).toMatchObject({ step: 400, tasks: ['b'], finding: { code: 'MTL6402', severity: 'warning' } })
    expect(warned?.finding.message).toMatch(/^task `b` has stopped learning: its loss, 1\.\d+ when the run began, is 1\.\d+ and (fell|rose) by \d\.\d+% in 200 steps, while that of task `a` fell by \d+(\.\d)?%$/)
    expect(warned?.finding.help).toBe('give `b` more `weight`, write `balance uncertainty`, or make its head larger; where its targets are noisy, this may be as far as it goes')
  })

  it('is told when it has learned a little and then stays, and when it gets worse', () => {
    expect(warnings(stalledTask, begin(), two(learns, noisy(falling(2.3, 1.5, 0.03), 0.05, 2)))).toMatchObject([{ tasks: ['b'] }])
    expect(warnings(stalledTask, begin(), two(learns, (step) => 1 + step / 1000))[0]?.finding.message).toContain('and rose by')
  })

  it('is found at any scale and noise of a few percent, whichever task it is', () => {
    const cases = fc.tuple(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }), fc.boolean(), fc.integer())
    fc.assert(
      fc.property(cases, ([scale, noise, first, seed]) => {
        const stays = noisy(() => scale, noise, seed)
        expect(warnings(stalledTask, begin(), first ? two(stays, learns) : two(learns, stays)).map(({ tasks }) => tasks)).toEqual([[first ? 'a' : 'b']])
      }),
      { seed: 11, numRuns: 20 },
    )
  })
})

describe('nothing is said', () => {
  it('of tasks that both learn, or that both have come to an end', () => {
    expect(warnings(stalledTask, begin(), two(learns, falling(1, 0.3, 0.002)))).toEqual([])
    expect(warnings(stalledTask, begin(), two(falling(2.3, 1, 0.05), falling(3, 2, 0.05)))).toEqual([])
  })

  it('of a task whose loss has come far', () => {
    expect(warnings(stalledTask, begin(), two(learns, falling(2.3, 0.1, 0.1)))).toEqual([])
  })

  it('of a task that does well by all its metrics; by one alone, it is', () => {
    const stays = two(learns, () => 1.1)
    expect(warnings(stalledTask, begin(), { ...stays, validation: validation(0.97, 0.95) })).toEqual([])
    expect(warnings(stalledTask, begin(), { ...stays, validation: validation(0.97, 0.5) })).toHaveLength(1)
  })

  it('of a model of one task, or of a task without targets', () => {
    const { tasks } = begin()
    expect(warnings(stalledTask, begin({ tasks: tasks.slice(0, 1) }), { losses: () => ({ a: 1 }) })).toEqual([])
    expect(warnings(stalledTask, begin(), { losses: (step) => ({ a: learns(step) }) })).toEqual([])
  })

  it('where noise could hide a fall', () => {
    expect(warnings(stalledTask, begin(), two(falling(2.3, 1.5, 0.0003), scatters))).toEqual([])
  })

  it('of a task that goes on learning slowly, whatever its noise', () => {
    const cases = fc.tuple(fc.double({ min: 0, max: 0.3, noNaN: true }), fc.integer())
    fc.assert(
      fc.property(cases, ([noise, seed]) => {
        // It falls by an eighth from four windows to the next four.
        const slow = noisy((step) => 0.875 ** (step / 200), noise, seed)
        expect(warnings(stalledTask, begin({ epochs: 16 }), two(falling(2.3, 1.2, 0.002), slow))).toEqual([])
      }),
      { seed: 13, numRuns: 20 },
    )
  })
})

describe('a window', () => {
  it('is an epoch, less where few epochs are long, and never few steps', () => {
    expect(windowLength({ epochs: 100, stepsPerEpoch: 200 })).toBe(200)
    expect(windowLength({ epochs: 1, stepsPerEpoch: 10_000 })).toBe(500)
    expect(windowLength({ epochs: 100, stepsPerEpoch: 3 })).toBe(20)
  })
})
