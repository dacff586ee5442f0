import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import { elementCount, type Tensor } from '../types/tensor.js'
import type { Pass } from './pass.js'

/** Results above this many elements stay computed: a folded broadcast would only bloat the file. */
const largest = 4096

/** Constant folding: computes what is known at compile time, and passes over ops that change nothing (x · 1). */
export const fold: Pass = {
  name: 'fold',
  run(graph: Graph): Graph {
    const values = new Map<ValueId, Tensor>()
    return rewrite(graph, (node, { operands, builder }) => {
      const op = opNamed(node.op)
      const known = operands.map((value) => values.get(value))
      const types = operands.map((value) => builder.typeOf(value))
      const same = op.identity?.(types, node.attributes, known)
      const kept = same === undefined ? undefined : operands[same]
      if (kept !== undefined) return [kept]
      const constants = known.filter((tensor) => tensor !== undefined)
      if (op.evaluate === undefined || constants.length < operands.length) return undefined
      const results = op.evaluate(constants, node.attributes)
      // What reads nothing is a constant already.
      if (operands.length > 0 && results.some((result) => elementCount(result.shape) > largest)) return undefined
      return results.map((result) => {
        const value = builder.constant(result)
        values.set(value, result)
        return value
      })
    })
  },
}
