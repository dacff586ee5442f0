import type { Graph, ValueId } from '../ir/graph.js'
import type { Pass } from './pass.js'

/** Dead code elimination: drops nodes and parameters that no output reads. Inputs stay: they are the graph's signature. */
export const dce: Pass = {
  name: 'dce',
  run(graph: Graph): Graph {
    const live = new Set<ValueId>(graph.outputs.map(({ value }) => value))
    const nodes = graph.nodes.toReversed().filter((node) => {
      if (!node.outputs.some((value) => live.has(value))) return false
      for (const value of node.inputs) live.add(value)
      return true
    })
    const parameters = graph.parameters.filter(({ value }) => live.has(value))
    const defined = new Set([...graph.inputs, ...parameters].map(({ value }) => value))
    for (const node of nodes) for (const value of node.outputs) defined.add(value)
    return {
      ...graph,
      parameters,
      nodes: nodes.toReversed(),
      types: new Map([...graph.types].filter(([value]) => defined.has(value))),
    }
  },
}
