import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { number } from '../ops/attributes.js'
import type { Writer } from '../ops/op.js'
import type { Pass } from './pass.js'

/**
 * The graph as it trains: dropout multiplies by a mask that comes in as an input, and batch norms use the
 * statistics of the batch and give their next running statistics as outputs `update:<parameter>`.
 */
export const trainingMode: Pass = {
  name: 'training-mode',
  run(graph: Graph): Graph {
    const names = new Map(graph.parameters.map(({ name, value }) => [value, name]))
    const updates: { readonly name: string; readonly value: ValueId }[] = []
    let masks = 0
    let index = 0
    return rewrite(
      graph,
      (node, operands, builder) => {
        const original = graph.nodes[index++]
        const [x, scale, bias, mean, variance] = operands
        if (node.op === 'dropout' && x !== undefined) {
          const rate = number(node.attributes, 'rate')
          const mask = builder.input(`dropout:${masks++}`, builder.typeOf(x), { kind: 'dropout', rate })
          return [builder.add('mul', [x, mask])]
        }
        if (node.op !== 'batch_norm' || original === undefined) return undefined
        if (x === undefined || scale === undefined || bias === undefined || mean === undefined || variance === undefined) return undefined
        const [y, batchMean, batchVariance] = builder.addAll('batch_norm_training', [x, scale, bias], {
          epsilon: number(node.attributes, 'epsilon', 1e-5),
        })
        if (y === undefined || batchMean === undefined || batchVariance === undefined) return undefined
        const momentum = number(node.attributes, 'momentum', 0.1)
        for (const [position, running, batch] of [[3, mean, batchMean], [4, variance, batchVariance]] as const) {
          const name = names.get(original.inputs[position] ?? -1)
          if (name !== undefined) updates.push({ name, value: moved(builder, running, batch, momentum) })
        }
        return [y]
      },
      {
        finish(builder) {
          for (const { name, value } of updates) builder.output(`update:${name}`, value)
        },
      },
    )
  },
}

/** (1 − momentum) · running + momentum · batch */
const moved = (writer: Writer, running: ValueId, batch: ValueId, momentum: number): ValueId =>
  writer.add('add', [
    writer.add('mul', [running, writer.scalar(1 - momentum)]),
    writer.add('mul', [batch, writer.scalar(momentum)]),
  ])
