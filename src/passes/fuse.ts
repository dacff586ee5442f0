import { typeOf, type Graph } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { usesOf } from '../ir/uses.js'
import { ops } from '../ops/index.js'
import type { Pass } from './pass.js'

/** Replaces patterns of nodes by the op that does their work in one: each op that can knows what it stands for. */
export const fuse: Pass = {
  name: 'fuse',
  run(graph: Graph): Graph {
    const uses = usesOf(graph)
    const context = {
      maker: (value: number) => graph.nodes[uses.maker(value) ?? -1],
      readOnce: (value: number) => uses.count(value) === 1,
      typeOf: (value: number) => typeOf(graph, value),
    }
    return rewrite(graph, (node, { builder, now }) => {
      for (const { name, fuses } of ops.values()) {
        const found = fuses?.(node, context)
        if (found !== undefined) return builder.addAll(name, found.inputs.map(now), found.attributes)
      }
      return undefined
    })
  },
}
