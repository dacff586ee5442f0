/** A gradient, or a loss, that is suddenly orders of magnitude larger than it used to be. */
import { gradientsExplode, lossJumps } from '../../diagnostics/watch.js'
import type { ByTask } from '../progress.js'
import { define, each, namesOf, type Found } from './detector.js'

/** Against the median of the last `kept` values. */
const jump = 100
const kept = 100
const enough = 20
/** A model that has learned meets a hard sample now and then: what is no larger than at the beginning is no explosion. */
const aboveBeginning = 3
/** A loss this much above its median is taken for the cause of a gradient that explodes. */
const suspicious = 10

interface Series {
  readonly recent: readonly number[]
  /** Median of the first values. */
  readonly begin: number
}

interface State {
  readonly norm: Series
  readonly losses: Readonly<Record<string, Series>>
  /** The size that was told last, by what it is of. */
  readonly told: Readonly<Record<string, number>>
}

const nothing: Series = { recent: [], begin: 0 }
const ofGradient = 'gradient'
const ofLoss = (task: string): string => `loss:${task}`

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function withValue(series: Series, value: number | undefined): Series {
  if (value === undefined || !Number.isFinite(value)) return series
  const recent = [...series.recent.slice(1 - kept), value]
  return { recent, begin: series.recent.length < enough && recent.length === enough ? median(recent) : series.begin }
}

/** The median that a value jumps over; undefined where it does not. */
function jumpedOver({ recent, begin }: Series, value: number | undefined): number | undefined {
  // The smallest is at most the median, and sooner found.
  if (value === undefined || recent.length < enough || value <= jump * Math.min(...recent) || value <= aboveBeginning * begin) return undefined
  const usual = median(recent)
  return value > jump * usual ? usual : undefined
}

export const gradientExplosion = define<State>({
  name: 'gradient-explosion',
  init: (about) => ({ norm: nothing, losses: each(namesOf(about), () => nothing), told: {} }),
  see(state, event, about) {
    if (event.kind !== 'step') return { state }
    const { losses, step } = event
    // One that is clipped does no harm, and clipping it was asked for.
    const gradientNorm = about.clip === undefined ? event.gradientNorm : undefined
    const names = namesOf(about)
    const next: State = {
      ...state,
      norm: withValue(state.norm, gradientNorm),
      losses: each(names, (name) => withValue(state.losses[name] ?? nothing, losses[name])),
    }
    const isNew = (what: string, value: number): boolean => value > jump * (state.told[what] ?? 0)
    const tell = (what: string, value: number): State => ({ ...next, told: { ...state.told, [what]: value } })

    const usualNorm = jumpedOver(state.norm, gradientNorm)
    if (usualNorm !== undefined && gradientNorm !== undefined && isNew(ofGradient, gradientNorm)) {
      const explosion = (task: string, share?: number): Found =>
        ({ tasks: [task], finding: gradientsExplode({ step, norm: gradientNorm, usual: usualNorm, task, ...(share === undefined ? {} : { share }) }) })
      const suspect = mostAbove(state.losses, losses)
      return { state: tell(ofGradient, gradientNorm), found: suspect === undefined ? (norms) => explosion(...largest(norms)) : [explosion(suspect)] }
    }
    // Losses follow when a gradient has exploded: that was told already.
    if (state.told[ofGradient] !== undefined) return { state: next }
    const jumped = names.flatMap((task) => {
      const [value, usual] = [losses[task], jumpedOver(state.losses[task] ?? nothing, losses[task])]
      return value === undefined || usual === undefined || !isNew(ofLoss(task), value) ? [] : [{ task, value, usual }]
    })
    return {
      state: jumped.reduce<State>((before, { task, value }) => ({ ...before, told: { ...before.told, [ofLoss(task)]: value } }), next),
      found: jumped.map(({ task, value, usual }) => ({ tasks: [task], finding: lossJumps({ task, step, loss: value, usual, clipped: about.clip !== undefined }) })),
    }
  },
})

/** The task whose loss stands out most against its own past, if one does. */
function mostAbove(series: State['losses'], losses: ByTask): string | undefined {
  const ratios = Object.entries(losses).map(([task, loss]) => [task, loss / median(series[task]?.recent ?? [])] as const)
  const [first] = ratios.filter(([, ratio]) => ratio > suspicious && Number.isFinite(ratio)).toSorted(([, a], [, b]) => b - a)
  return first?.[0]
}

const size = (norm: number): number => (Number.isFinite(norm) ? norm : Infinity)

/** The task with the largest gradient, and its part of the sum of all. A norm that is not finite is the largest. */
function largest(norms: ByTask): [string, number | undefined] {
  const [[task, norm] = ['', 0]] = Object.entries(norms).toSorted(([, a], [, b]) => size(b) - size(a))
  const share = norm / Object.values(norms).reduce((sum, value) => sum + value, 0)
  return [task, Number.isFinite(share) ? share : undefined]
}
