import type { Graph, ValueId } from './graph.js'

/** Who makes and who reads each value of a graph. Nodes are told by their index. */
export interface Uses {
  /** The node that makes the value; undefined for inputs and parameters. */
  maker(value: ValueId): number | undefined
  /** The nodes that read the value, in order; a node that reads it twice stands there twice. */
  users(value: ValueId): readonly number[]
  /** How often the value is read, by nodes and as an output of the graph. */
  count(value: ValueId): number
}

export function usesOf(graph: Graph): Uses {
  const makers = new Map<ValueId, number>()
  const users = new Map<ValueId, number[]>()
  const given = new Map<ValueId, number>()
  for (const [index, { inputs, outputs }] of graph.nodes.entries()) {
    for (const value of outputs) makers.set(value, index)
    for (const value of inputs) {
      const known = users.get(value)
      if (known === undefined) users.set(value, [index])
      else known.push(index)
    }
  }
  for (const { value } of graph.outputs) given.set(value, (given.get(value) ?? 0) + 1)
  return {
    maker: (value) => makers.get(value),
    users: (value) => users.get(value) ?? [],
    count: (value) => (users.get(value)?.length ?? 0) + (given.get(value) ?? 0),
  }
}
