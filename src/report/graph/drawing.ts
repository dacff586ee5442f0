/** What a picture of a model shows, before any format: its parts, whose they are, and what flows between them. */
import type { TypedModel } from '../../check/typed.js'
import { costRows, type GraphCost } from '../../ir/cost.js'
import { typeOf, type Graph, type Node, type ValueId } from '../../ir/graph.js'
import { normalizeScope } from '../../lower/normalize.js'
import { constantValue } from '../../ops/constant.js'
import { formatType } from '../../types/tensor.js'

/** How much is drawn: what is shared and each task, their layers, or every op. */
export const levels = ['model', 'layers', 'ops'] as const
export type Level = (typeof levels)[number]

/**
 * `shared` is read by several tasks, `exclusive` is one task's own copy of what a `share` declares, `head` is what
 * a task adds to it.
 */
export type Role = 'input' | 'shared' | 'exclusive' | 'head' | 'output'

export interface DrawnNode extends GraphCost {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The tasks whose predictions depend on it. */
  readonly tasks: readonly string[]
  /** Path of what it is a part of, such as `trunk.le_net`; empty where it stands alone. */
  readonly path: string
  readonly ops: readonly string[]
  /** Of one sample: `f32[16, 12, 12]`. */
  readonly output: string
}

export interface DrawnEdge {
  readonly from: string
  readonly to: string
  readonly type: string
}

export interface Drawing {
  readonly model: string
  readonly level: Level
  readonly tasks: readonly string[]
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  readonly total: GraphCost
}

/** The batch axis is never written. */
const perSample = (graph: Graph, value: ValueId | undefined): string => (value === undefined ? '' : formatType(typeOf(graph, value)).replace(/\[N(?:, )?/, '['))
const none: GraphCost = { params: 0, macs: 0, bytes: 0 }
const plus = (a: GraphCost, b: GraphCost): GraphCost => ({ params: a.params + b.params, macs: a.macs + b.macs, bytes: a.bytes + b.bytes })

export function drawing(model: TypedModel, graph: Graph, level: Level): Drawing {
  const tasks = model.tasks.map(({ name }) => name)
  const users = readers(graph)
  const of = (values: readonly ValueId[]): readonly string[] => tasks.filter((task) => values.some((value) => users.get(value)?.has(task) === true))
  const nodes = new Map<string, DrawnNode>()
  const edges = new Map<string, DrawnEdge>()
  /** Which part gives a value. */
  const givers = new Map<ValueId, string>()

  for (const { name, value, random } of graph.inputs) {
    if (random !== undefined) continue
    const id = `input ${name}`
    nodes.set(id, { id, name, role: 'input', tasks: of([value]), path: '', ops: [], output: perSample(graph, value), ...none })
    givers.set(value, id)
  }
  const connect = (value: ValueId, to: string): void => {
    const from = givers.get(value)
    if (from !== undefined && from !== to) edges.set(`${from}\n${to}`, { from, to, type: perSample(graph, value) })
  }
  const costs = costRows(graph)
  const drawn = graph.nodes.filter((node) => constantValue(node) === undefined)
  drawn.forEach((node, index) => {
    const readBy = of(node.outputs)
    if (readBy.length === 0) return
    const { id, name, path } = partOf(node, index, level)
    const before = nodes.get(id)
    const cost = plus(before ?? none, costs[index] ?? none)
    const all = tasks.filter((task) => readBy.includes(task) || before?.tasks.includes(task) === true)
    const role = roleOf(node.scope ?? '', all, model)
    nodes.set(id, { id, name, role, tasks: all, path, ops: [...(before?.ops ?? []), node.op], output: perSample(graph, node.outputs[0]), ...cost })
    for (const value of node.inputs) connect(value, id)
    for (const value of node.outputs) givers.set(value, id)
  })
  for (const { name, value } of graph.outputs) {
    const id = `output ${name}`
    const target = model.tasks.find((task) => task.name === name)?.target.type.kind ?? ''
    nodes.set(id, { id, name, role: 'output', tasks: [name], path: '', ops: target === '' ? [] : [target], output: perSample(graph, value), ...none })
    connect(value, id)
  }
  return { model: model.name, level, tasks, nodes: [...nodes.values()], edges: [...edges.values()], total: costs.reduce<GraphCost>(plus, none) }
}

/** The tasks whose outputs a value is computed for. */
function readers(graph: Graph): ReadonlyMap<ValueId, ReadonlySet<string>> {
  const users = new Map<ValueId, Set<string>>()
  const add = (value: ValueId, names: Iterable<string>): void => {
    users.set(value, new Set([...(users.get(value) ?? []), ...names]))
  }
  for (const { name, value } of graph.outputs) add(value, [name])
  for (const node of graph.nodes.toReversed()) {
    const names = node.outputs.flatMap((value) => [...(users.get(value) ?? [])])
    for (const value of node.inputs) add(value, names)
  }
  return users
}

/** What of the picture a node belongs to. */
function partOf(node: Node, index: number, level: Level): { readonly id: string; readonly name: string; readonly path: string } {
  const scope = node.scope ?? ''
  const normalizes = scope.startsWith(normalizeScope)
  const steps = normalizes || scope === '' ? [] : scope.split('.')
  const last = normalizes ? 'normalize' : (steps.at(-1) ?? node.op)
  if (level === 'ops') return { id: `op ${index}`, name: node.op, path: normalizes ? '' : scope }
  if (scope === '') return { id: `op ${index}`, name: node.op, path: '' }
  const [top = last] = steps
  return level === 'layers' ? { id: scope, name: last, path: steps.slice(0, -1).join('.') || (steps.length === 1 ? top : '') } : { id: normalizes ? scope : top, name: normalizes ? last : top, path: '' }
}

function roleOf(scope: string, tasks: readonly string[], model: TypedModel): Role {
  if (scope.startsWith(normalizeScope)) return 'input'
  const [top = ''] = scope.split('.')
  const [declared = ''] = top.split('@')
  if (model.shares.some(({ name }) => name === declared)) return tasks.length === 1 && model.tasks.length > 1 ? 'exclusive' : 'shared'
  return tasks.length > 1 ? 'shared' : 'head'
}
