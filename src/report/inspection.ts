import type { TypedModel } from '../check/typed.js'
import { noColors, type Colors } from '../diagnostics/colors.js'
import { costRows, sumCosts, type GraphCost } from '../ir/cost.js'
import type { Graph } from '../ir/graph.js'
import { normalizeScope } from '../lower/normalize.js'
import { formatBytes, formatCount } from './format.js'
import { alignColumns } from './table.js'

export interface Layer extends GraphCost {
  /** Path of the block that made it: `trunk.lenet.conv`. */
  readonly name: string
  readonly ops: readonly string[]
  /** Per sample: `f32[16, 12, 12]`. */
  readonly output: string
}

/** A share with what it holds, or a task's own head. */
export interface Section {
  readonly name: string
  readonly kind: 'input' | 'shared' | 'task'
  readonly layers: readonly Layer[]
  readonly total: GraphCost
}

export interface Inspection {
  readonly model: string
  readonly sections: readonly Section[]
  readonly total: GraphCost
}

/** The batch axis is never written. */
export const perSample = (type: string): string => type.replace(/\[N(?:, )?/, '[')

/** What each layer of a model gives and costs, in graph order; nodes of one block are one layer. */
export function inspection(model: TypedModel, graph: Graph): Inspection {
  const shares = new Set(model.shares.map(({ name }) => name))
  const layers = new Map<string, Layer>()
  for (const row of costRows(graph)) {
    if (row.scope === '') continue
    const known = layers.get(row.scope)
    const total = sumCosts(known === undefined ? [row] : [known, row])
    layers.set(row.scope, { name: row.scope, ops: [...(known?.ops ?? []), row.op], output: perSample(row.output), ...total })
  }
  const sections = new Map<string, Layer[]>()
  for (const layer of layers.values()) {
    const [name = ''] = layer.name.startsWith(normalizeScope) ? [normalizeScope] : layer.name.split('.')
    sections.set(name, [...(sections.get(name) ?? []), layer])
  }
  const kindOf = (name: string): Section['kind'] => (name === normalizeScope ? 'input' : shares.has(name) ? 'shared' : 'task')
  return {
    model: model.name,
    sections: [...sections].map(([name, rows]) => ({ name: name.replace(/:$/, ''), kind: kindOf(name), layers: rows, total: sumCosts(rows) })),
    total: sumCosts([...layers.values()]),
  }
}

const titles: Record<Section['kind'], (name: string) => string> = {
  input: () => 'input',
  shared: (name) => `${name} (shared)`,
  task: (name) => `${name} (task)`,
}

const figures = ({ params, macs, bytes }: GraphCost): readonly string[] => [formatCount(params), formatCount(macs), formatBytes(bytes)]

interface Placed {
  /** What is left of the layer's path. */
  readonly path: readonly string[]
  readonly layer: Layer
}

/** Layers whose paths begin alike stand below what they share, so that those of deep networks fit on a line; where there is but one way on, it is one row. */
function layerRows(placed: readonly Placed[], indent: string): readonly (readonly string[])[] {
  const groups = new Map<string, Placed[]>()
  for (const { path: [first = '', ...path], layer } of placed) groups.set(first, [...(groups.get(first) ?? []), { path, layer }])
  return [...groups].flatMap(([first, below]) => {
    const own = below.find(({ path }) => path.length === 0)?.layer
    const rest = below.filter(({ path }) => path.length > 0)
    if (own === undefined && new Set(rest.map(({ path }) => path[0])).size === 1) {
      return layerRows(rest.map(({ path: [next = '', ...path], layer }) => ({ path: [`${first}.${next}`, ...path], layer })), indent)
    }
    return [[indent + first, ...(own === undefined ? [] : [own.output, ...figures(own)])], ...layerRows(rest, `${indent}  `)]
  })
}

/** The inspection as a table, one section after the other. */
export function inspectionText({ model, sections, total }: Inspection, colors: Colors = noColors): string {
  const rows: (readonly string[])[] = [['layer', 'output', 'params', 'MACs', 'bytes']]
  const bold = new Set([0])
  for (const section of sections) {
    bold.add(rows.push([titles[section.kind](section.name), '', ...figures(section.total)]) - 1)
    rows.push(...layerRows(section.layers.map((layer) => ({ path: (layer.name.slice(section.name.length + 1) || layer.name).split('.'), layer })), '  '))
  }
  bold.add(rows.push(['total', '', ...figures(total)]) - 1)
  const lines = alignColumns(rows, new Set([2, 3, 4]))
  return [colors.bold(model), '', ...lines.map((line, index) => (bold.has(index) ? colors.bold(line) : line))].join('\n')
}
