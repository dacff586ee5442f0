import type { Graph } from '../ir/graph.js'

/** One step from graph to graph. Pure: it returns a new graph and leaves its argument as it is. */
export interface Pass {
  readonly name: string
  run(graph: Graph): Graph
}
