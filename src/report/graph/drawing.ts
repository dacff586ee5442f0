/** What a picture of a model shows, before any format: boxes in nested groups, arrows, and whose each box is. */
import type { TypedModel } from '../../check/typed.js'
import { costsByNode, sumCosts, type GraphCost } from '../../ir/cost.js'
import { typeOf, type Graph, type Node, type ValueId } from '../../ir/graph.js'
import { normalizeScope } from '../../lower/normalize.js'
import { formatType } from '../../types/tensor.js'
import { perSample } from '../inspection.js'
import { cluster, type Cluster } from './clusters.js'
import { partition, readersOf, type Part } from './parts.js'

/** How much one box stands for: a share or head, a layer, an op. */
export const levels = ['model', 'layers', 'ops'] as const
export type Level = (typeof levels)[number]

export interface Box extends GraphCost {
  readonly id: string
  readonly kind: 'input' | 'layer' | 'output'
  /** The last part of the path, or the name of the input or output. */
  readonly title: string
  /** Path of the block that made it: `trunk.lenet.conv`. Empty for inputs and outputs. */
  readonly path: string
  readonly ops: readonly string[]
  /** Of what it gives, per sample: `f32[16, 12, 12]`. */
  readonly output: string
  /** Names and shapes of the weights that it reads first. */
  readonly weights: readonly { readonly name: string; readonly type: string }[]
  /** The `id` of its part. */
  readonly part: string
}

export interface Arrow {
  readonly from: string
  readonly to: string
}

export interface Drawing {
  readonly model: string
  readonly doc?: string
  readonly level: Level
  /** Whose the boxes are: the legend. */
  readonly parts: readonly Part[]
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
  /** Boxes by path; those of no path are in none. */
  readonly clusters: readonly Cluster[]
  readonly total: GraphCost
}

interface Group {
  readonly kind: Box['kind']
  readonly name: string
  readonly nodes: Node[]
  readonly output: ValueId
}

/** The picture of a model at a level of detail, in graph order. */
export function draw(model: TypedModel, graph: Graph, level: Level): Drawing {
  const costs = costsByNode(graph)
  const tasks = graph.outputs.map(({ name }) => name)
  const readers = readersOf(graph)
  const groups: Group[] = []
  /** The group that gives a value. */
  const givers = new Map<ValueId, Group>()
  const byName = new Map<string, Group>()

  const open = (group: Group): Group => {
    groups.push(group)
    return group
  }
  for (const { name, value, random } of graph.inputs) {
    if (random === undefined) givers.set(value, open({ kind: 'input', name, nodes: [], output: value }))
  }
  for (const node of costs.keys()) {
    const [output] = node.outputs
    if (output === undefined) continue
    const name = groupName(node, level)
    const normalised = level !== 'ops' && node.scope?.startsWith(normalizeScope) === true
    const known = normalised ? node.inputs.map((value) => givers.get(value)).find((giver) => giver?.kind === 'input') : byName.get(name ?? '')
    const group = known ?? open({ kind: 'layer', name: name ?? node.scope ?? '', nodes: [], output })
    group.nodes.push(node)
    if (name !== undefined && !normalised) byName.set(name, group)
    for (const value of node.outputs) givers.set(value, group)
  }

  const ids = new Map(groups.map((group, index) => [group, `n${index}`]))
  const idOf = (group: Group): string => ids.get(group) ?? ''
  const whose = (group: Group): ReadonlySet<string> =>
    new Set([group.output, ...group.nodes.flatMap(({ outputs }) => outputs)].flatMap((value) => [...(readers.get(value) ?? [])]))
  const weights = firstReads(graph)
  const parts = partition(tasks)
  const boxes: Box[] = groups.map((group) => ({
    id: idOf(group),
    kind: group.kind,
    ...(group.kind === 'input' ? { title: group.name, path: '' } : titled(group, level)),
    ops: group.nodes.map(({ op }) => op),
    output: perSample(formatType(typeOf(graph, group.nodes.at(-1)?.outputs[0] ?? group.output))),
    weights: group.nodes.flatMap((node) => weights.get(node) ?? []),
    part: parts.of(group.kind === 'input' || group.name.startsWith(normalizeScope) ? undefined : whose(group), group.name),
    ...sumCosts(group.nodes.flatMap((node) => costs.get(node) ?? [])),
  }))
  const arrows = new Map<string, Arrow>()
  const connect = (from: string, to: string): void => {
    if (from !== to) arrows.set(`${from} ${to}`, { from, to })
  }
  for (const group of groups) {
    for (const value of group.nodes.flatMap(({ inputs }) => inputs)) {
      const giver = givers.get(value)
      if (giver !== undefined) connect(idOf(giver), idOf(group))
    }
  }
  for (const [index, { name, value }] of graph.outputs.entries()) {
    const giver = givers.get(value)
    const id = `out${index}`
    const output = perSample(formatType(typeOf(graph, value)))
    boxes.push({ id, kind: 'output', title: name, path: '', ops: [], output, weights: [], part: parts.of(new Set([name]), name), params: 0, macs: 0, bytes: 0 })
    if (giver !== undefined) connect(idOf(giver), id)
  }
  return {
    model: model.name,
    ...(model.doc === undefined ? {} : { doc: model.doc }),
    level,
    parts: parts.used(),
    boxes,
    arrows: [...arrows.values()],
    clusters: level === 'model' ? [] : cluster(boxes),
    total: sumCosts([...costs.values()]),
  }
}

/** What nodes of one box have in common; undefined for a node that is one by itself. */
function groupName({ scope }: Node, level: Level): string | undefined {
  if (scope === undefined || scope === '' || level === 'ops') return undefined
  return level === 'layers' ? scope : scope.split('.')[0]
}

function titled({ name, nodes }: Group, level: Level): Pick<Box, 'title' | 'path'> {
  const [first] = nodes
  // A path of one part is the group's own name, not a layer's.
  const last = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : (first?.op ?? name)
  return { title: level === 'model' ? name : level === 'ops' ? (first?.op ?? name) : last, path: name }
}

/** The parameters that each node is the first to read. */
function firstReads(graph: Graph): ReadonlyMap<Node, Box['weights']> {
  const unread = new Map(graph.parameters.map(({ name, value }) => [value, name]))
  return new Map(
    graph.nodes.map((node) => [
      node,
      node.inputs.flatMap((value) => {
        const name = unread.get(value)
        unread.delete(value)
        return name === undefined ? [] : [{ name, type: formatType(typeOf(graph, value)) }]
      }),
    ]),
  )
}
