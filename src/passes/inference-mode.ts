import type { Graph } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/** The graph as it predicts: what works only while training (dropout) is gone. */
export const inferenceMode: Pass = {
  name: 'inference-mode',
  run: (graph: Graph): Graph =>
    rewrite(graph, (node, { operands }) => (opNamed(node.op).trainingOnly === true ? operands.slice(0, 1) : undefined)),
}
