import type { TypedCompress, TypedModel, TypedTrain } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import { budgetNotMet } from '../diagnostics/compression.js'
import { Failure, hasErrors } from '../diagnostics/diagnostic.js'
import type { Engine } from '../engine/engine.js'
import type { Graph, Weights } from '../ir/graph.js'
import type { OnProgress } from '../train/progress.js'
import type { Trained } from '../train/types.js'
import { formatReached, violation, type BudgetResult } from './budget.js'
import { note, type Built, type Workshop } from './build.js'
import { taskGradients } from './gradients.js'
import { channelGroups, type ChannelGroups } from './groups.js'
import { Scorer, type Scores } from './score.js'
import { meetsAll, miss, search, type Point } from './search.js'
import { checkSettings, reasonsOf, settingsOf } from './settings.js'

export interface CompressOptions {
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly compress: TypedCompress
  /** The dense model: where compression starts, what `dense` means in a budget, and the teacher. */
  readonly trained: Trained
  readonly dataset: Dataset
  readonly engine: Engine
  /** Takes the closest point where no point meets the budget. */
  readonly bestEffort: boolean
  /** Goes into the emitted file; counted in its size. */
  readonly metadata?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly onProgress?: OnProgress
}

export interface Compressed {
  /** The graph of the emitted file, with its weights. */
  readonly graph: Graph
  readonly weights: Weights
  readonly onnx: Uint8Array
  /** The budget line by line; qualities on the validation part. */
  readonly lines: readonly BudgetResult[]
  readonly plan: PlanSummary
  /** The line that decided how much was removed, where one did. */
  readonly bindingLine?: string
}

/** What was done, as JSON for the report. */
export interface PlanSummary {
  readonly int8: boolean
  readonly importance?: string
  readonly calibrator?: string
  /** Whether the uncompressed model taught any further training. */
  readonly distilled: boolean
  /** Of further training, in all. */
  readonly epochs: { readonly fineTune: number; readonly aware: number }
  readonly groups: readonly { readonly name: string; readonly channels: number; readonly kept: number }[]
  readonly frozen: readonly { readonly name: string; readonly channels: number; readonly reason: string }[]
  /** Layers that run on 8-bit integers. */
  readonly quantized: readonly string[]
}

/** Makes the trained model meet its budget, by the passes that the file names or by the compiler's own choice. */
export async function compress(options: CompressOptions): Promise<Compressed> {
  const { train, trained, dataset } = options
  const groups = channelGroups(trained.graph, options.compress.keep)
  const findings = checkSettings(options.compress, groups, trained.validation, dataset.count('validation'))
  if (hasErrors(findings)) throw new Failure(...findings)
  const settings = settingsOf(options.compress, train)
  const workshop: Workshop = { ...options, settings, groups: groups.free, metadata: options.metadata ?? {} }
  if (settings.recipes.some(({ prune }) => prune)) for (const reason of reasonsOf(groups)) note(workshop, reason)

  let scored: Promise<Scores> | undefined
  const scores = (): Promise<Scores> => (scored ??= scoreChannels(workshop))
  let closest: Point | undefined
  for (const recipe of settings.recipes) {
    const point = await search(workshop, recipe, scores, false)
    if (closest === undefined || miss(point.results) < miss(closest.results)) closest = point
    if (point.built !== undefined && meetsAll(point.results)) return finished(point, point.built, groups, workshop)
  }
  if (closest === undefined) throw new Error('there was nothing to search')
  if (!options.bestEffort) throw notMet(closest, options.compress)
  const point = closest.built === undefined ? await search(workshop, closest.recipe, scores, true) : closest
  if (point.built === undefined) throw new Error('the closest point was not built')
  return finished(point, point.built, groups, workshop)
}

/** Batches whose gradients are averaged: ten are enough for a stable order (Molchanov et al. 2019, section 4). */
const gradientBatches = 10

/** Scores of all channels by the importance that the file names. */
async function scoreChannels(workshop: Workshop): Promise<Scores> {
  const { trained, groups, settings, model, train, dataset, engine, signal } = workshop
  const { importance } = settings
  const scorer = new Scorer(importance, groups)
  if (!importance.needsGradients) {
    scorer.add(trained.weights)
    return scorer.scores()
  }
  note(workshop, `measuring what each channel matters to each task, on ${gradientBatches} batches`)
  const parameters = new Set(groups.flatMap(({ members }) => members.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]))))
  for await (const { task, gradients } of taskGradients({
    graph: trained.graph,
    weights: trained.weights,
    model,
    parameters,
    dataset,
    engine,
    batch: train.batch,
    batches: gradientBatches,
    seed: train.seed,
    ...(signal === undefined ? {} : { signal }),
  })) {
    scorer.add(trained.weights, task, gradients)
  }
  return scorer.scores()
}

function finished(point: Point, built: Built, groups: ChannelGroups, { settings }: Workshop): Compressed {
  const plan: PlanSummary = {
    int8: built.choice.int8,
    ...(point.recipe.prune ? { importance: settings.importance.name } : {}),
    ...(built.choice.int8 ? { calibrator: settings.calibrator.name } : {}),
    distilled: settings.distill !== undefined && built.epochs.fineTune + built.epochs.aware > 0,
    epochs: built.epochs,
    groups: groups.free.map(({ name, size }) => ({ name, channels: size, kept: built.choice.plan.get(name)?.length ?? size })),
    frozen: groups.frozen.map(({ name, size, reason }) => ({ name, channels: size, reason: `${reason.kind} ${reason.name}` })),
    quantized: (built.scheme?.plan.layers ?? []).map(({ weight }) => weight.slice(0, Math.max(0, weight.lastIndexOf('.')))),
  }
  const { graph, weights, onnx } = built
  return { graph, weights, onnx, lines: point.results, plan, ...(point.binding === undefined ? {} : { bindingLine: point.binding }) }
}

/** The budget cannot be met: the worst line, what the closest point reaches, and what pulls against it. */
function notMet({ results, binding }: Point, { budget, span }: TypedCompress): Failure {
  const place = (result: BudgetResult) => budget.find(({ text }) => text === result.text)?.span ?? span
  const [worst, ...others] = results.filter(({ met }) => !met).toSorted((a, b) => violation(b) - violation(a))
  if (worst === undefined) throw new Error('no line of the budget is missed')
  const related = others.map((result) => ({ span: place(result), message: `this line is missed too: it reaches ${formatReached(result)}` }))
  const puller = budget.find(({ text }) => text === binding)
  if (puller !== undefined && puller.text !== worst.text) {
    related.push({ span: puller.span, message: 'this line decides how small the model must be' })
  }
  return new Failure(budgetNotMet({ line: worst.text, reached: formatReached(worst) }, { span: place(worst), related }))
}
