import type { Graph } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import type { Pass } from './pass.js'

/** The graph as it predicts: dropout is gone; batch norms use their running statistics as they are. */
export const inferenceMode: Pass = {
  name: 'inference-mode',
  run: (graph: Graph): Graph => rewrite(graph, (node, operands) => (node.op === 'dropout' ? operands : undefined)),
}
