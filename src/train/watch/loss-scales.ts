/** Tasks whose losses, weighed as the step weighs them, stay orders of magnitude apart. */
import { lossesFarApart } from '../../diagnostics/watch.js'
import { noBeginning, withLoss, type Beginning } from './beginning.js'
import { define, each, namesOf } from './detector.js'

const farApart = 100
/** It is told again when it is this much worse. */
const worse = 10
/** What a new step adds to the running means. */
const share = 0.1
/** A task whose loss fell below this part of where it began is learned, not drowned out. */
const learned = 0.05

interface State {
  /** Running means of each task's loss, and of α·loss. */
  readonly losses: Readonly<Record<string, number>>
  readonly applied: Readonly<Record<string, number>>
  readonly begins: Readonly<Record<string, Beginning>>
  /** For how many steps they have been far apart. */
  readonly steps: number
  /** The ratio that was told last; 0 before. */
  readonly told: number
}

/** An epoch, within limits: one of a few steps says little, one of thousands is long to wait for. */
const sustained = (stepsPerEpoch: number): number => Math.min(200, Math.max(20, stepsPerEpoch))

/** Geometric: one loss of a million among small ones is no difference that stays. */
const running = (mean: number | undefined, value: number | undefined): number | undefined =>
  mean === undefined || value === undefined ? (value ?? mean) : mean * (value / mean) ** share

const follow = (names: readonly string[], means: State['losses'], value: (name: string) => number | undefined): State['losses'] =>
  Object.fromEntries(names.flatMap((name) => {
    const latest = value(name)
    const next = running(means[name], latest !== undefined && latest > 0 ? latest : undefined)
    return next === undefined ? [] : [[name, next] as const]
  }))

export const lossScales = define<State>({
  name: 'loss-scales',
  init: (about) => ({ losses: {}, applied: {}, begins: each(namesOf(about), () => noBeginning), steps: 0, told: 0 }),
  see(state, event, about) {
    if (event.kind !== 'step') return { state }
    const names = namesOf(about)
    const applied = (name: string): number | undefined => {
      const loss = event.losses[name]
      return loss === undefined ? undefined : Math.abs(loss * (event.taskWeights[name] ?? 1))
    }
    const next: State = {
      ...state,
      losses: follow(names, state.losses, (name) => event.losses[name]),
      applied: follow(names, state.applied, applied),
      begins: each(names, (name) => withLoss(state.begins[name] ?? noBeginning, event.losses[name])),
    }
    const apart = extremes(next)
    const far = apart !== undefined && apart.ratio > (next.told === 0 ? farApart : worse * next.told)
    const steps = far ? next.steps + 1 : 0
    if (!far || steps < sustained(about.stepsPerEpoch)) return { state: { ...next, steps } }
    const finding = lossesFarApart({
      ...apart,
      balance: about.balance,
      weight: about.tasks.find(({ name }) => name === apart.large)?.weight ?? 1,
    })
    return { state: { ...next, steps: 0, told: apart.ratio }, found: [{ tasks: [apart.large, apart.small], finding }] }
  },
})

/** The task that counts most, and the one that counts least of those that still have to learn. */
function extremes({ losses, applied, begins }: State): { large: string; small: string; ratio: number; values: readonly [number, number] } | undefined {
  const weighed = Object.entries(applied)
  const [largest] = weighed.toSorted(([, a], [, b]) => b - a)
  if (largest === undefined) return undefined
  const still = (name: string): boolean => (losses[name] ?? 0) > learned * (begins[name]?.mean ?? 0)
  const [smallest] = weighed.filter(([name]) => name !== largest[0] && still(name)).toSorted(([, a], [, b]) => a - b)
  if (smallest === undefined) return undefined
  return { large: largest[0], small: smallest[0], ratio: largest[1] / smallest[1], values: [largest[1], smallest[1]] }
}
