import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/**
 * The graph as it trains: each op in its training form. Dropout masks come in as inputs `dropout:<k>`; the next
 * running statistics go out as outputs `update:<parameter>`. Where several nodes share a statistic, each moves on what the
 * one before it left, and the last of them goes out.
 */
export const trainingMode: Pass = {
  name: 'training-mode',
  run(graph: Graph): Graph {
    const names = new Map(graph.parameters.map(({ name, value }) => [value, name]))
    const updates = new Map<ValueId, ValueId>()
    let masks = 0
    return rewrite(
      graph,
      (node, { operands, builder }) =>
        opNamed(node.op).training?.({
          writer: builder,
          inputs: operands.map((value, index) => updates.get(node.inputs[index] ?? -1) ?? value),
          attributes: node.attributes,
          mask: (like, rate) => builder.input(`dropout:${masks++}`, builder.typeOf(like), { kind: 'dropout', rate }),
          carry(index, value) {
            const statistic = node.inputs[index]
            if (statistic !== undefined && names.has(statistic)) updates.set(statistic, value)
          },
        }),
      {
        finish(builder) {
          for (const [statistic, value] of updates) builder.output(`update:${names.get(statistic)}`, value)
        },
      },
    )
  },
}
