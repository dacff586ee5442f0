import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/**
 * The graph as it trains: each op in its training form. Dropout masks come in as inputs `dropout:<k>`; the next
 * running statistics go out as outputs `update:<parameter>`. Where several nodes share a statistic, each moves on what the
 * one before it left, and the last of them goes out. Nodes with statistics that are `frozen` stay as they predict: what they are learned
 * with is then what they are used with.
 */
export const trainingModeWith = (frozen: (parameter: string) => boolean): Pass => ({
  name: 'training-mode',
  run(graph: Graph): Graph {
    const names = new Map(graph.parameters.map(({ name, value }) => [value, name]))
    const kept = new Set(graph.parameters.filter(({ name, trainable }) => !trainable && frozen(name)).map(({ value }) => value))
    const updates = new Map<ValueId, ValueId>()
    let masks = 0
    return rewrite(
      graph,
      (node, { operands, builder }) =>
        node.inputs.some((value) => kept.has(value)) ? undefined : opNamed(node.op).training?.({
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
})

export const trainingMode: Pass = trainingModeWith(() => false)
