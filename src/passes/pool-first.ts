import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { usesOf } from '../ir/uses.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/**
 * max_pool(f(x)) → f(max_pool(x)) where f never falls, such as relu: the same values, from a quarter of the
 * work, forwards and above all backwards. Only where nothing else reads f(x).
 */
export const poolFirst: Pass = {
  name: 'pool-first',
  run(graph: Graph): Graph {
    const uses = usesOf(graph)
    // Operands of the functions that wait for their pool, by the function's value in the new graph.
    const before = new Map<ValueId, ValueId>()
    return rewrite(graph, (node, { operands, builder }) => {
      const [operand] = operands
      const [source] = node.inputs
      if (operand === undefined || source === undefined) return undefined
      const [result] = node.outputs
      if (opNamed(node.op).rising === true && operands.length === 1 && result !== undefined && uses.count(result) === 1) {
        const made = builder.add(node.op, operands, node.attributes)
        before.set(made, operand)
        return [made]
      }
      const maker = graph.nodes[uses.maker(source) ?? -1]
      const inner = before.get(operand)
      if (opNamed(node.op).selects !== true || maker === undefined || inner === undefined) return undefined
      const pooled = builder.add(node.op, [inner], node.attributes)
      return [builder.within(maker.scope, maker.span, () => builder.add(maker.op, [pooled], maker.attributes))]
    })
  },
}
