/** A configuration before any training: its file, and what that costs. */
import type { TypedCompress } from '../check/typed.js'
import { prune, pruneWeights } from '../passes/prune.js'
import type { SchemeOptions } from '../passes/quantization/scheme.js'
import { emitModel, inferenceForm, placeholderScheme, planFor, staticCost, type Emitted, type StaticCost, type WeightedGraph } from './emitted.js'
import { keptBy, type ChannelGroup } from './groups.js'
import type { PrunePlan } from './ranking.js'

/** What a draft reads: no data, and no training yet. */
export interface Drafting {
  readonly trained: WeightedGraph
  readonly groups: readonly ChannelGroup[]
  readonly compress: Pick<TypedCompress, 'keep'>
  readonly settings: SchemeOptions
  /** Goes into the file; counted in its size. */
  readonly metadata: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Choice {
  readonly plan: PrunePlan
  readonly int8: boolean
}

/** The trained model without the channels that the plan gives up. */
export function prunedModel({ trained, groups }: Pick<Drafting, 'trained' | 'groups'>, plan: PrunePlan): WeightedGraph {
  const kept = keptBy(trained.graph, groups, plan)
  if (kept.size === 0) return trained
  return { graph: prune(trained.graph, kept), weights: pruneWeights(trained.graph, trained.weights, kept) }
}

/** The file of a configuration before any training: its size, cost and speed are those of the final one. */
export async function draft(drafting: Drafting, choice: Choice): Promise<Emitted> {
  // A search drafts many files, one after the other: in between, an interruption must be heard.
  await new Promise((resolve) => void setImmediate(resolve))
  drafting.signal?.throwIfAborted()
  const pruned = prunedModel(drafting, choice.plan)
  const form = inferenceForm(pruned.graph, pruned.weights)
  const scheme = choice.int8 ? placeholderScheme(form, planFor(form.graph, drafting.compress.keep), drafting.settings) : undefined
  return emitModel(form, scheme, drafting.metadata)
}

export const draftCost = async (drafting: Drafting, choice: Choice): Promise<StaticCost> => staticCost(await draft(drafting, choice))
