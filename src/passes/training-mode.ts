import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/**
 * The graph as it trains: each op in its training form. Dropout masks come in as inputs `dropout:<k>`; the next
 * running statistics go out as outputs `update:<parameter>`.
 */
export const trainingMode: Pass = {
  name: 'training-mode',
  run(graph: Graph): Graph {
    const names = new Map(graph.parameters.map(({ name, value }) => [value, name]))
    const updates: { readonly name: string; readonly value: ValueId }[] = []
    let masks = 0
    return rewrite(
      graph,
      (node, inputs, builder) =>
        opNamed(node.op).training?.({
          writer: builder,
          inputs,
          attributes: node.attributes,
          mask: (like, rate) => builder.input(`dropout:${masks++}`, builder.typeOf(like), { kind: 'dropout', rate }),
          carry(index, value) {
            const name = names.get(node.inputs[index] ?? -1)
            if (name !== undefined) updates.push({ name, value })
          },
        }),
      {
        finish(builder) {
          for (const { name, value } of updates) builder.output(`update:${name}`, value)
        },
      },
    )
  },
}
