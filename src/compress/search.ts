/**
 * Finds the configuration that meets the budget. What follows from the graph alone (size, params, macs) is
 * computed exactly and decides first; latency is timed on a draft of the file, before any training; only
 * then are models trained, and quality is measured on the validation part.
 */
import type { TypedBudgetLine } from '../check/typed.js'
import type { Metrics } from '../train/types.js'
import { isStatic, judge, violation, type BudgetResult, type Measured } from './budget.js'
import { build, draft, draftCost, latencies, note, type Built, type Choice, type Workshop } from './build.js'
import { staticCost } from './emitted.js'
import { keepRatio, rank, smallest, widened, type PrunePlan, type Ranking, type WidthRules } from './ranking.js'
import type { Scores } from './score.js'
import type { Recipe } from './settings.js'

/** A point of the search: where it stands against the budget, and the file where one was made. */
export interface Point {
  readonly recipe: Recipe
  readonly choice: Choice
  readonly results: readonly BudgetResult[]
  /** Absent where lines that need no training already ruled the point out. */
  readonly built?: Built
  /** The line that decided how much was pruned. */
  readonly binding?: string
}

export const meetsAll = (results: readonly BudgetResult[]): boolean => results.every(({ met }) => met)

/** The sum of all relative misses: what makes one point closer than another. */
export const miss = (results: readonly BudgetResult[]): number => results.reduce((sum, result) => sum + violation(result), 0)

/** Removing this share of all removable channels is tried, in turn, where only quality bounds the budget. */
const ladder = [0.25, 0.5, 0.65, 0.8, 0.9, 1]

/** How many wider plans are tried after the ranking has found one that fits. */
const fillings = 24

/** How often a width is narrowed because timing the final file missed what its draft reached. */
const repairs = 2

export async function search(workshop: Workshop, recipe: Recipe, scores: () => Promise<Scores>, train: boolean): Promise<Point> {
  const { compress, groups, settings, trained } = workshop
  const { budget } = compress
  const dense = trained.validation
  const rules: WidthRules = { multiple: recipe.int8 ? 8 : 16 }
  const effort = { fineTune: settings.epochs, aware: settings.aware }
  const choiceOf = (plan: PrunePlan): Choice => ({ plan, int8: recipe.int8 })
  const judged = (measured: Measured): readonly BudgetResult[] => judge(budget, measured, dense)
  const point = (built: Built, binding?: string): Point =>
    ({ recipe, choice: built.choice, results: judged(built.measured), built, ...(binding === undefined ? {} : { binding }) })

  if (!recipe.prune || groups.length === 0) return fixed(new Map())
  if (settings.ratio !== undefined) return fixed(keepRatio(groups, await scores(), 1 - settings.ratio, rules))

  const statics = budget.filter(isStatic)
  const timed = budget.some(({ subject }) => subject.kind === 'latency')
  const explicit = compress.prune !== undefined
  // Nothing is lost by asking first whether the whole model fits: then no gradients are needed.
  const whole = draft(workshop, choiceOf(new Map()))
  const fitsWhole = meetsAll(judge(statics, staticCost(whole), dense))
  const fast = fitsWhole && meetsAll(judge(budget, { latency: await latencies(workshop, whole) }, dense))
  const narrower = explicit && budget.some(({ subject }) => subject.kind === 'metric')
  if (fast && !narrower) {
    if (explicit) note(workshop, 'the budget is met without pruning, and no quality line says how far to go: nothing is pruned')
    return fixed(new Map())
  }

  const ranking = rank(groups, await scores(), savings(workshop, statics, timed), rules)
  const fits = (plan: PrunePlan): boolean => meetsAll(judge(statics, draftCost(workshop, choiceOf(plan)), dense))
  const least = fitsWhole ? 0 : smallest(ranking.length, (count) => fits(ranking.plan(count)))
  if (least === undefined) return fixed(ranking.plan(ranking.length))
  let removed = timed ? await fastEnough(workshop, ranking, recipe.int8, least, dense) : least
  // Nothing but quality holds the width: the file asks for pruning, so the cheapest that is good enough.
  if (removed === 0 && narrower) return descendLadder(ranking)
  const binding = removed === 0 ? undefined : removed > least ? bindingLatency(budget) : tightest(workshop, choiceOf(ranking.plan(removed)), statics, dense)

  for (let attempt = 0; ; attempt++) {
    // Widths move in blocks, so that the ranking may overshoot: what still fits comes back. Not where time decides.
    const ranked = ranking.plan(removed)
    const choice = choiceOf(removed === least && removed > 0 ? filled(ranked, await scores()) : ranked)
    note(workshop, describe(choice, workshop))
    const found = await settle(choice)
    const late = found.results.some(({ unit, met }) => unit === 'ms' && !met)
    if (!late || attempt === repairs || removed === ranking.length) return binding === undefined ? found : { ...found, binding }
    removed = Math.min(ranking.length, removed + Math.ceil(ranking.length / 10))
  }

  /** The plan with more channels, a block here and there, as long as the static lines hold; groups that lost most come first. */
  function filled(plan: PrunePlan, known: Scores): PrunePlan {
    let current = plan
    const order = groups.toSorted((a, b) => (current.get(a.name)?.length ?? 0) / a.size - (current.get(b.name)?.length ?? 0) / b.size)
    for (let tries = 0, grew = true; grew && tries < fillings; ) {
      grew = false
      for (const group of order) {
        const wider = widened(group, known, current, rules)
        if (wider === undefined || tries++ >= fillings || !fits(wider)) continue
        current = wider
        grew = true
      }
    }
    return current
  }

  /** Trains one choice; where quality misses, once more for twice as long, and the better one counts. */
  async function settle(choice: Choice): Promise<Point> {
    const first = point(await build(workshop, choice, effort))
    const qualities = new Set(budget.flatMap(({ subject, text }) => (subject.kind === 'metric' ? [text] : [])))
    const poor = first.results.some(({ met, text }) => !met && qualities.has(text))
    if (!poor || first.built === undefined) return first
    note(workshop, 'a quality line is missed: fine-tuning once more, for twice as long')
    const more = { fineTune: effort.fineTune * 2, aware: recipe.int8 ? Math.max(2, effort.aware) : 0, from: first.built }
    const second = point(await build(workshop, choice, more))
    return closer(first, second)
  }

  /** A width that is given: lines that need no training are looked at first. */
  async function fixed(plan: PrunePlan): Promise<Point> {
    const choice = choiceOf(plan)
    const file = draft(workshop, choice)
    const early = judged({ ...staticCost(file), latency: await latencies(workshop, file) })
    if (!meetsAll(early) && !train) return { recipe, choice, results: early }
    note(workshop, describe(choice, workshop))
    return settle(choice)
  }

  /** Ever narrower while quality holds: the cheapest that met every line. Where the first width misses one, the whole model. */
  async function descendLadder(order: Ranking): Promise<Point> {
    let best: Point | undefined
    // Blocks make some widths the same; those that are the whole model's are its own turn.
    const tried = new Set([describe(choiceOf(new Map()), workshop)])
    for (const share of ladder) {
      const choice = choiceOf(order.plan(Math.round(share * order.length)))
      const width = describe(choice, workshop)
      if (tried.has(width)) continue
      tried.add(width)
      note(workshop, width)
      const found = best === undefined ? await settle(choice) : point(await build(workshop, choice, effort))
      if (!meetsAll(found.results)) return best ?? closer(await fixed(new Map()), found)
      best = found
    }
    return best ?? fixed(new Map())
  }
}

/** The point that misses less; the first where both miss alike. */
const closer = (first: Point, second: Point): Point => (miss(second.results) < miss(first.results) ? second : first)

/** What one channel of each group saves of the scarcest static line (multiply-accumulates where time is bounded). */
function savings(workshop: Workshop, statics: readonly TypedBudgetLine[], timed: boolean): ReadonlyMap<string, number> {
  const kind = statics.every(({ subject }) => subject.kind === 'macs') && (timed || statics.length > 0) ? 'macs' : 'params'
  const whole = draftCost(workshop, { plan: new Map(), int8: false })
  return new Map(
    workshop.groups.map(({ name, size }) => {
      const half = Array.from({ length: Math.max(1, size >> 1) }, (_, channel) => channel)
      const without = draftCost(workshop, { plan: new Map([[name, half]]), int8: false })
      return [name, (whole[kind] - without[kind]) / Math.max(1, size - half.length) / Math.max(1, whole[kind])]
    }),
  )
}

/** The fewest channels from `least` on whose draft meets the latency lines with a tenth to spare, timing as few as it can. */
async function fastEnough(workshop: Workshop, ranking: Ranking, int8: boolean, least: number, dense: Metrics): Promise<number> {
  const lines = workshop.compress.budget.filter(({ subject }) => subject.kind === 'latency')
  const fast = async (removed: number): Promise<boolean> => {
    const file = draft(workshop, { plan: ranking.plan(removed), int8 })
    const results = judge(lines, { latency: await latencies(workshop, file) }, dense)
    return results.every(({ wanted, reached }) => reached <= wanted * 0.9)
  }
  if (await fast(least)) return least
  let [slow, quick] = [least, ranking.length]
  if (!(await fast(quick))) return quick
  // Timing is noisy: a thirty-second of the range is as fine as it pays to look.
  while (quick - slow > Math.max(1, ranking.length / 32)) {
    const middle = (slow + quick) >> 1
    if (await fast(middle)) quick = middle
    else slow = middle
  }
  return quick
}

const bindingLatency = (budget: readonly TypedBudgetLine[]): string | undefined =>
  budget.find(({ subject }) => subject.kind === 'latency')?.text

/** The static line that has the least to spare. */
function tightest(workshop: Workshop, choice: Choice, statics: readonly TypedBudgetLine[], dense: Metrics): string | undefined {
  const results = judge(statics, draftCost(workshop, choice), dense)
  return results.toSorted((a, b) => b.reached / b.wanted - a.reached / a.wanted)[0]?.text
}

/** `keeping 48 of 64 channels in trunk.conv2, int8`. */
export function describe({ plan, int8 }: Choice, { groups }: Workshop): string {
  const cut = groups.flatMap(({ name, size }) => {
    const kept = plan.get(name)?.length ?? size
    return kept === size ? [] : [`${kept} of ${size} in ${name}`]
  })
  const width = cut.length === 0 ? 'keeping all channels' : `keeping channels: ${cut.join(', ')}`
  return `${width}; ${int8 ? 'int8' : 'f32'}`
}
