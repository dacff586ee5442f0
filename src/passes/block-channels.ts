import type { Graph } from '../ir/graph.js'
import { typeOf } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/** Marks what has a form with channels in blocks of `block`; the values stay the same. */
export const blockChannels = (block: number): Pass => ({
  name: 'block-channels',
  run: (graph: Graph): Graph =>
    rewrite(graph, (node, { operands, builder }) => {
      const types = node.inputs.map((value) => typeOf(graph, value))
      if (opNamed(node.op).blocked?.(types, node.attributes, block) !== true) return undefined
      return builder.addAll(node.op, operands, { ...node.attributes, block })
    }),
})
