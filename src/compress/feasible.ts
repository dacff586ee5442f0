import type { TypedBudgetLine, TypedCompress } from '../check/typed.js'
import { budgetOutOfReach } from '../diagnostics/compression.js'
import type { Diagnostic, Related, Span } from '../diagnostics/diagnostic.js'
import type { Graph, Weights } from '../ir/graph.js'
import { formatReached, isStatic, judge, unitOf, type BudgetResult } from './budget.js'
import { draft, type Drafting } from './draft.js'
import { staticCost, type Emitted } from './emitted.js'
import { channelGroups } from './groups.js'
import { layerCosts, type LayerCost } from './layer-costs.js'
import { floorOf } from './ranking.js'
import { recipesOf, type Recipe } from './recipes.js'

/** What is to be compressed, before it is trained: costs do not depend on the values of its weights. */
export interface Untrained {
  readonly graph: Graph
  readonly weights: Weights
  /** Where what its layers are named after is declared: shares and tasks. */
  readonly declared: ReadonlyMap<string, Span>
}

interface Attempt {
  readonly recipe: Recipe
  readonly file: Emitted
  readonly missed: readonly BudgetResult[]
}

/**
 * What no configuration can meet, found before anything is trained: size, params and macs of the narrowest model
 * that the passes can make.
 */
export async function impossibleLines(
  { graph, weights, declared }: Untrained, compress: TypedCompress, metadata: Readonly<Record<string, string>>,
): Promise<readonly Diagnostic[]> {
  const statics = compress.budget.filter(isStatic)
  if (statics.length === 0) return []
  const recipes = recipesOf(compress)
  const groups = recipes.some(({ prune }) => prune) ? channelGroups(graph, compress.keep).free : []
  const perChannel = compress.quantize?.arguments['per_channel'] !== false
  const drafting: Drafting = { trained: { graph, weights }, groups, compress, settings: { perChannel }, metadata }
  const attempts: Attempt[] = []
  for (const recipe of recipes) {
    const { prune, int8 } = recipe
    const narrowest = groups.map(({ name, size }) => {
      const kept = prune ? floorOf(size, { multiple: int8 ? 8 : 16 }) : size
      return [name, Array.from({ length: kept }, (_, channel) => channel)] as const
    })
    const file = await draft(drafting, { plan: new Map(narrowest), int8 })
    const missed = judge(statics, staticCost(file), {}).filter(({ met }) => !met)
    if (missed.length === 0) return []
    attempts.push({ recipe, file, missed })
  }
  const [closest] = attempts.toSorted((a, b) => a.missed.length - b.missed.length)
  if (closest === undefined) return []
  const layers = layerCosts(closest.file.graph)
  return closest.missed.flatMap((result) => {
    const line = statics.find(({ text }) => text === result.text)
    return line === undefined ? [] : [outOfReach(line, result, closest, layers, declared)]
  })
}

type StaticKind = keyof Omit<LayerCost, 'layer'>

function outOfReach(line: TypedBudgetLine, result: BudgetResult, { recipe }: Attempt, layers: readonly LayerCost[], declared: Untrained['declared']): Diagnostic {
  const kind: StaticKind = line.subject.kind === 'macs' ? 'macs' : line.subject.kind === 'params' ? 'params' : 'size'
  const shown = (amount: number): string => formatReached({ ...result, reached: amount, unit: unitOf(line) })
  const [largest] = layers.toSorted((a, b) => b[kind] - a[kind])
  const form = `${recipe.prune ? 'with every prunable channel at its least' : 'with all of its channels'}, at ${recipe.int8 ? 'int8' : 'f32'}`
  const bare = result.reached - layers.reduce((sum, { size }) => sum + size, 0)
  // Where the file without weights is too large already, none helps.
  const hopeless = kind === 'size' && line.bound.kind === 'absolute' && bare > line.bound.value
  const pass = hopeless ? undefined : recipe.prune ? (recipe.int8 ? undefined : 'quantize int8') : 'prune channels'
  const args = {
    line: line.text, reached: formatReached(result), form,
    ...(largest === undefined || largest[kind] === 0 ? {} : { largest: { layer: largest.layer, cost: shown(largest[kind]) } }),
    ...(kind === 'size' ? { bare: shown(bare) } : {}),
    // Fewer bits are no fewer weights.
    ...(pass === undefined || (pass === 'quantize int8' && kind !== 'size') ? {} : { pass }),
  }
  return budgetOutOfReach(args, { span: line.span, related: partsOf(layers, kind, declared, shown) })
}

/** What each share and task takes, the largest first. */
function partsOf(layers: readonly LayerCost[], kind: StaticKind, declared: Untrained['declared'], shown: (amount: number) => string): readonly Related[] {
  const parts = [...declared].map(([name, span]) => {
    const own = layers.filter(({ layer }) => layer.split(/[.@]/)[0] === name).toSorted((a, b) => b[kind] - a[kind])
    return { name, span, cost: own.reduce((sum, layer) => sum + layer[kind], 0), largest: own[0] }
  })
  return parts
    .filter(({ cost }) => cost > 0)
    .toSorted((a, b) => b.cost - a.cost)
    .map(({ name, span, cost, largest }) => {
      const most = largest === undefined || largest[kind] === cost ? '' : `, most of it \`${largest.layer}\` with ${shown(largest[kind])}`
      return { span, message: `\`${name}\` takes ${shown(cost)} of it${most}` }
    })
}
