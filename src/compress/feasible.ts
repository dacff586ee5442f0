import type { TypedCompress, TypedTrain } from '../check/typed.js'
import { budgetNotMet } from '../diagnostics/compression.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Graph, Weights } from '../ir/graph.js'
import { formatReached, isStatic, judge, type BudgetResult } from './budget.js'
import { draftCost, type Drafting } from './build.js'
import { channelGroups } from './groups.js'
import { floorOf } from './ranking.js'
import { settingsOf } from './settings.js'

/**
 * What no configuration can meet, found before anything is trained: size, params and macs of the narrowest model
 * that the passes can make. The weights may be untrained; costs do not depend on their values.
 */
export async function impossibleLines(
  { graph, weights }: { readonly graph: Graph; readonly weights: Weights },
  compress: TypedCompress,
  train: TypedTrain,
  metadata: Readonly<Record<string, string>>,
): Promise<readonly Diagnostic[]> {
  const groups = channelGroups(graph, compress.keep).free
  const settings = settingsOf(compress, train)
  const drafting: Drafting = { trained: { graph, weights }, groups, compress, settings, metadata }
  const statics = compress.budget.filter(isStatic)
  const attempts: (readonly BudgetResult[])[] = []
  for (const { prune, int8 } of settings.recipes) {
    const narrowest = groups.map(({ name, size }) => {
      const kept = prune ? floorOf(size, { multiple: int8 ? 8 : 16 }) : size
      return [name, Array.from({ length: kept }, (_, channel) => channel)] as const
    })
    attempts.push(judge(statics, await draftCost(drafting, { plan: new Map(narrowest), int8 }), {}))
  }
  if (attempts.some((results) => results.every(({ met }) => met))) return []
  return (attempts[0] ?? [])
    .filter(({ met }) => !met)
    .map((result) => {
      const span = compress.budget.find(({ text }) => text === result.text)?.span ?? compress.span
      const help = 'the narrowest model that the passes can make is larger: raise the bound, allow more passes, or make the model smaller'
      return budgetNotMet({ line: result.text, reached: formatReached(result) }, { span, help })
    })
}
