/** What the live view knows of a run: a function of its events. */
import { emptyCurve, extended, type Curve } from '../../report/run/curve.js'
import type { Begin, ByTask, EpochDone, Progress, StepDone } from '../../train/progress.js'
import type { Metrics } from '../../train/types.js'

/** A task's first metric at its best. */
export interface Best {
  readonly epoch: number
  readonly value: number
}

export interface RunSeen {
  readonly about: Begin
  readonly last?: StepDone
  /** Running means of the losses. */
  readonly losses: ByTask
  readonly curves: Readonly<Record<string, Curve>>
  readonly validation: Metrics
  readonly best: Readonly<Record<string, Best>>
}

/** What a step adds to a running mean: it looks back over some twenty steps. */
const share = 0.05
/** More points than a sparkline has columns. */
const points = 64

/** Undefined before a run has begun and after it has ended. */
export function seen(run: RunSeen | undefined, event: Progress): RunSeen | undefined {
  if (event.kind === 'begin') return { about: event, losses: {}, curves: {}, validation: {}, best: event.best === undefined ? {} : bests({}, event, event.best) }
  if (run === undefined || event.kind === 'end') return undefined
  if (event.kind === 'step') return withStep(run, event)
  return event.kind === 'epoch' ? withEpoch(run, event) : run
}

function withStep(run: RunSeen, event: StepDone): RunSeen {
  const entries = Object.entries(event.losses)
  return {
    ...run,
    last: event,
    losses: { ...run.losses, ...Object.fromEntries(entries.map(([task, loss]) => [task, mixed(run.losses[task], loss)])) },
    curves: { ...run.curves, ...Object.fromEntries(entries.map(([task, value]) => [task, extended(run.curves[task] ?? emptyCurve, { step: event.step, value }, points)])) },
  }
}

const mixed = (mean: number | undefined, value: number): number => (mean === undefined ? value : mean + share * (value - mean))

const withEpoch = (run: RunSeen, event: EpochDone): RunSeen => ({ ...run, validation: event.validation, best: bests(run.best, run.about, event) })

function bests(before: RunSeen['best'], { tasks }: Begin, { epoch, validation }: Pick<EpochDone, 'epoch' | 'validation'>): RunSeen['best'] {
  const better = tasks.flatMap(({ name, metrics: [first] }) => {
    const value = first === undefined ? undefined : validation[name]?.[first.name]
    if (first === undefined || value === undefined || Number.isNaN(value)) return []
    const best = before[name]
    const wins = best === undefined || (first.direction === 'higher' ? value > best.value : value < best.value)
    return wins ? [[name, { epoch, value }] as const] : []
  })
  return { ...before, ...Object.fromEntries(better) }
}
