/** A task whose training loss no longer falls while that of another does. */
import { taskStalled } from '../../diagnostics/watch.js'
import type { Begin } from '../progress.js'
import type { Metrics } from '../types.js'
import { noBeginning, withLoss, type Beginning } from './beginning.js'
import { define, each, namesOf } from './detector.js'

/** Means over windows of steps are compared: the later half of so many with the earlier one. */
const windows = 8
/** What counts as falling, as a part of the loss; and as not falling, beside a task that falls fast. */
const falls = 0.05
const still = 0.02
const stillBeside = 0.1
/** How many standard errors a trend has to be beyond a bound. */
const sureness = 2
/** A task whose loss fell below this part of where it began has learned. */
const learned = 0.3
/** So has one whose metrics on the validation part are all at least this, where they can be compared. */
const good = 0.9

interface Sum {
  readonly sum: number
  readonly count: number
}

interface State {
  readonly steps: number
  /** Over the window that is under way. */
  readonly sums: Readonly<Record<string, Sum>>
  /** Of the last windows, by task. */
  readonly means: Readonly<Record<string, readonly number[]>>
  readonly begins: Readonly<Record<string, Beginning>>
  readonly validation: Metrics
  readonly told: readonly string[]
}

/** About a twentieth of the run, an epoch at most; of fewer steps, a mean would say little. */
export const windowLength = ({ epochs, stepsPerEpoch }: Pick<Begin, 'epochs' | 'stepsPerEpoch'>): number =>
  Math.max(20, Math.min(stepsPerEpoch, Math.ceil((epochs * stepsPerEpoch) / 20)))

const none: Sum = { sum: 0, count: 0 }

export const stalledTask = define<State>({
  name: 'stalled-task',
  init(about) {
    const names = namesOf(about)
    return { steps: 0, sums: {}, means: each(names, () => []), begins: each(names, () => noBeginning), validation: {}, told: [] }
  },
  see(state, event, about) {
    if (event.kind === 'epoch') return { state: { ...state, validation: event.validation } }
    if (event.kind !== 'step') return { state }
    const names = namesOf(about)
    const next: State = {
      ...state,
      steps: state.steps + 1,
      sums: each(names, (name) => plus(state.sums[name] ?? none, event.losses[name])),
      begins: each(names, (name) => withLoss(state.begins[name] ?? noBeginning, event.losses[name])),
    }
    return next.steps < windowLength(about) ? { state: next } : closeWindow(next, about)
  },
})

const plus = ({ sum, count }: Sum, value: number | undefined): Sum => (value === undefined ? { sum, count } : { sum: sum + value, count: count + 1 })

function closeWindow(state: State, about: Begin) {
  const names = namesOf(about)
  const means = each(names, (name) => {
    const { sum, count } = state.sums[name] ?? none
    return count === 0 ? (state.means[name] ?? []) : [...(state.means[name] ?? []), sum / count].slice(-windows)
  })
  const trends = names.flatMap((name) => {
    const trend = trendOf(means[name] ?? [])
    return trend === undefined ? [] : [{ name, ...trend }]
  })
  const stalled = trends.flatMap((trend) => {
    const [fastest] = trends.filter(({ name }) => name !== trend.name).toSorted((a, b) => b.fall - a.fall)
    if (fastest === undefined || fastest.fall - sureness * fastest.error < falls) return []
    // Where noise could hide a fall, nothing is said.
    const stays = trend.fall + sureness * trend.error < Math.max(still, stillBeside * fastest.fall)
    const begin = state.begins[trend.name]?.mean ?? 0
    return stays && trend.after > learned * begin && !doesWell(trend.name, state.validation, about) && !state.told.includes(trend.name) ? [{ trend, fastest, begin }] : []
  })
  return {
    state: { ...state, steps: 0, sums: {}, means, told: [...state.told, ...stalled.map(({ trend }) => trend.name)] },
    found: stalled.map(({ trend, fastest, begin }) => ({
      tasks: [trend.name],
      finding: taskStalled({
        task: trend.name, other: fastest.name, loss: trend.after, begin, fall: trend.fall, otherFall: fastest.fall,
        steps: (windows / 2) * windowLength(about), balance: about.balance,
      }),
    })),
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: readonly number[], middle: number): number => values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)

/** By which part a loss fell from the earlier windows to the later, and the standard error of that. */
function trendOf(values: readonly number[]): { readonly fall: number; readonly error: number; readonly after: number } | undefined {
  if (values.length < windows) return undefined
  const halves = [values.slice(0, windows / 2), values.slice(windows / 2)] as const
  const [before, after] = [mean(halves[0]), mean(halves[1])]
  if (!(before > 0)) return undefined
  const error = Math.sqrt((variance(halves[0], before) + variance(halves[1], after)) / (windows / 2)) / before
  return { fall: 1 - after / before, error, after }
}

/** Judged by all metrics that can be: of one class that is frequent, accuracy alone would say nothing. */
function doesWell(task: string, validation: Metrics, about: Begin): boolean {
  const judged = (about.tasks.find(({ name }) => name === task)?.metrics ?? []).filter(({ unit, direction }) => unit === 'ratio' && direction === 'higher')
  return judged.length > 0 && judged.every(({ name }) => (validation[task]?.[name] ?? 0) >= good)
}
