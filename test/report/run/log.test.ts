import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kept, lineOf } from '../../../src/report/run/log.js'
import type { Begin, Progress } from '../../../src/train/progress.js'
import { about, told } from './told.js'

const text = (events: readonly Progress[]): string => events.map(lineOf).join('')
const resumed = (step: number): Begin => ({ ...about, step, epoch: Math.floor(step / about.stepsPerEpoch) })

describe('a line of the log', () => {
  it('is the event as JSON, in which what is no finite number is null', () => {
    const [first, , , , , , epoch] = told()
    expect(JSON.parse(first === undefined ? '' : lineOf(first))).toMatchObject({ kind: 'begin', stage: 'train', format: 1, step: 0, model: 'Houses' })
    expect(JSON.parse(epoch === undefined ? '' : lineOf(epoch))).toMatchObject({ kind: 'epoch', epoch: 1, validation: { price: { mae: 10 }, kind: { accuracy: null } } })
  })

  it('has of a finding what does not depend on where the file lies', () => {
    const finding = { code: 'MTL6402', severity: 'warning', message: 'said', help: 'do', span: { file: '/home/me/a.mtl', start: 1, end: 2 }, related: [] } as const
    expect(lineOf({ kind: 'finding', stage: 'train', time: 5, step: 7, tasks: ['a'], finding })).toBe(
      '{"kind":"finding","stage":"train","time":5,"step":7,"tasks":["a"],"finding":{"code":"MTL6402","severity":"warning","message":"said","help":"do"}}\n',
    )
  })
})

describe('what is kept of a log', () => {
  it('is nothing for a run that begins', () => {
    expect(kept(text(told()), about)).toEqual({ events: [], length: 0 })
  })

  it('is what came before the checkpoint, whatever came after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 19 }), fc.nat(), (step, more, cut) => {
        const whole = text(told(0, Math.min(20, step + more)))
        // Killed anywhere behind the checkpoint, in the middle of a line too.
        const before = text(told(0, step, false))
        const end = before.length + (cut % Math.max(1, whole.length - before.length))
        const { events, length } = kept(whole.slice(0, end), resumed(step))
        expect(whole.slice(0, length)).toBe(before)
        expect(events).toEqual(told(0, step, false).map((event) => (event.kind === 'begin' ? { ...event, format: 1 } : JSON.parse(lineOf(event), (_key, value: unknown) => (value === null ? Number.NaN : value)))))
      }),
      { seed: 3 },
    )
  })

  it('ends before an epoch that was told but not saved', () => {
    const events = told(0, 10, false)
    const saved: Begin = { ...about, step: 10, epoch: 1 }
    expect(kept(text(events), saved).length).toBe(text(events.slice(0, -1)).length)
  })

  it('ends before what compression trained further, which it does again', () => {
    const events = told()
    const further: Progress = { ...about, stage: 'fine-tune', step: 0 }
    expect(kept(text([...events.slice(0, -1), further]), resumed(20)).length).toBe(text(events.slice(0, -1)).length)
  })

  it('does not grow with each look at a run that has ended', () => {
    const ended = text(told())
    const looked = resumed(20)
    const once = ended.slice(0, kept(ended, looked).length) + text([looked, ...told().slice(-1)])
    const twice = once.slice(0, kept(once, looked).length) + text([looked, ...told().slice(-1)])
    expect(twice).toBe(once)
  })
})
