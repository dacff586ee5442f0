/**
 * Finds the configuration that meets the budget. What follows from the graph alone (size, params, macs) is
 * computed exactly and decides first; latency is timed on a draft of the file, before any training; only
 * then are models trained, and quality is measured on the validation part.
 */
import type { TypedBudgetLine } from '../check/typed.js'
import type { Metrics } from '../train/types.js'
import { isStatic, judge, violation, type BudgetResult, type Measured } from './budget.js'
import { build, latencies, note, type Built, type Workshop } from './build.js'
import { draft, draftCost, type Choice } from './draft.js'
import { staticCost } from './emitted.js'
import { keepRatio, rank, smallest, widened, type PrunePlan, type Ranking, type WidthRules } from './ranking.js'
import type { Recipe } from './recipes.js'
import type { Scores } from './score.js'

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
  const whole = choiceOf(new Map())
  const fits = async (choice: Choice): Promise<boolean> => meetsAll(judge(statics, await draftCost(workshop, choice), dense))
  const fitsWhole = await fits(whole)
  const wholeWillDo = fitsWhole && (await fastEnough(workshop, whole))
  const narrower = explicit && budget.some(({ subject }) => subject.kind === 'metric')
  if (wholeWillDo && !narrower) {
    if (explicit) note(workshop, 'the budget is met without pruning, and no quality line says how far to go: nothing is pruned')
    return carriedOut(whole)
  }

  const ranking = rank(groups, await scores(), await savings(workshop, statics, timed), rules)
  const removing = (count: number): Choice => choiceOf(ranking.plan(count))
  // Nothing but quality holds the width: the file asks for pruning, so the cheapest that is good enough.
  if (wholeWillDo) return descendLadder(ranking)
  const least = fitsWhole ? 0 : await smallest(ranking.length, (count) => fits(removing(count)))
  if (least === undefined) return fixed(ranking.plan(ranking.length))
  const quick = await fewestFast(workshop, ranking.length, removing, least)
  if (quick === undefined) return fixed(ranking.plan(ranking.length))
  let removed = quick
  const binding = removed > least ? bindingLatency(budget) : await tightest(workshop, removing(removed), statics, dense)

  for (let attempt = 0; ; attempt++) {
    // Widths move in blocks, so that the ranking may overshoot: what still fits comes back. Not where time decides.
    const ranked = ranking.plan(removed)
    const found = await carriedOut(choiceOf(removed === least ? await filled(ranked, await scores()) : ranked))
    const late = found.results.some(({ unit, met }) => unit === 'ms' && !met)
    if (!late || attempt === repairs || removed === ranking.length) return binding === undefined ? found : { ...found, binding }
    removed = Math.min(ranking.length, removed + Math.ceil(ranking.length / 10))
  }

  /** The plan with more channels, a block here and there, as long as the static lines hold; groups that lost most come first. */
  async function filled(plan: PrunePlan, known: Scores): Promise<PrunePlan> {
    let current = plan
    const order = groups.toSorted((a, b) => (current.get(a.name)?.length ?? 0) / a.size - (current.get(b.name)?.length ?? 0) / b.size)
    for (let tries = 0, grew = true; grew && tries < fillings; ) {
      grew = false
      for (const group of order) {
        const wider = widened(group, known, current, rules)
        if (wider === undefined || tries++ >= fillings || !(await fits(choiceOf(wider)))) continue
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
    const file = await draft(workshop, choice)
    const early = judged({ ...staticCost(file), latency: await latencies(workshop, file) })
    return meetsAll(early) || train ? carriedOut(choice) : { recipe, choice, results: early }
  }

  function carriedOut(choice: Choice): Promise<Point> {
    note(workshop, describe(choice, workshop))
    return settle(choice)
  }

  /** Ever narrower while quality holds: the cheapest that met every line. Where the first width misses one, the whole model. */
  async function descendLadder(order: Ranking): Promise<Point> {
    let best: Point | undefined
    // Blocks make some widths the same; those that are the whole model's are its own turn.
    const tried = new Set([describe(whole, workshop)])
    for (const share of ladder) {
      const choice = choiceOf(order.plan(Math.round(share * order.length)))
      const width = describe(choice, workshop)
      if (tried.has(width)) continue
      tried.add(width)
      note(workshop, width)
      const found = best === undefined ? await settle(choice) : point(await build(workshop, choice, effort))
      if (!meetsAll(found.results)) return best ?? closer(await carriedOut(whole), found)
      best = found
    }
    return best ?? carriedOut(whole)
  }
}

/** The point that misses less; the first where both miss alike. */
const closer = (first: Point, second: Point): Point => (miss(second.results) < miss(first.results) ? second : first)

/** What one channel of each group saves of the scarcest static line (multiply-accumulates where time is bounded). */
async function savings(workshop: Workshop, statics: readonly TypedBudgetLine[], timed: boolean): Promise<ReadonlyMap<string, number>> {
  const kind = statics.every(({ subject }) => subject.kind === 'macs') && (timed || statics.length > 0) ? 'macs' : 'params'
  const whole = await draftCost(workshop, { plan: new Map(), int8: false })
  const saved = new Map<string, number>()
  for (const { name, size } of workshop.groups) {
    const half = Array.from({ length: Math.max(1, size >> 1) }, (_, channel) => channel)
    const without = await draftCost(workshop, { plan: new Map([[name, half]]), int8: false })
    saved.set(name, (whole[kind] - without[kind]) / Math.max(1, size - half.length) / Math.max(1, whole[kind]))
  }
  return saved
}

/** A draft must take no more than this share of a latency line: the final file is timed once more, and timing is noisy. */
const latencyShare = 0.9

/** Whether the draft of a width meets every latency line with something to spare. */
async function fastEnough(workshop: Workshop, choice: Choice): Promise<boolean> {
  const lines = workshop.compress.budget.filter(({ subject }) => subject.kind === 'latency')
  if (lines.length === 0) return true
  const results = judge(lines, { latency: await latencies(workshop, await draft(workshop, choice)) }, {})
  return results.every(({ wanted, reached }) => reached <= wanted * latencyShare)
}

/**
 * The fewest channels from `least` on without which the draft is fast enough, timing as few as it can; undefined where
 * even the narrowest is too slow. 0 is not asked about: whoever calls has found the whole model too slow.
 */
async function fewestFast(
  workshop: Workshop,
  length: number,
  removing: (count: number) => Choice,
  least: number,
): Promise<number | undefined> {
  if (least > 0 && (await fastEnough(workshop, removing(least)))) return least
  if (!(await fastEnough(workshop, removing(length)))) return undefined
  let [slow, quick] = [least, length]
  // Timing is noisy: a thirty-second of the range is as fine as it pays to look.
  while (quick - slow > Math.max(1, length / 32)) {
    const middle = (slow + quick) >> 1
    if (await fastEnough(workshop, removing(middle))) quick = middle
    else slow = middle
  }
  return quick
}

const bindingLatency = (budget: readonly TypedBudgetLine[]): string | undefined =>
  budget.find(({ subject }) => subject.kind === 'latency')?.text

/** The static line that has the least to spare. */
async function tightest(workshop: Workshop, choice: Choice, statics: readonly TypedBudgetLine[], dense: Metrics): Promise<string | undefined> {
  const results = judge(statics, await draftCost(workshop, choice), dense)
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
