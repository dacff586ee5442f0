import type { Graph, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { number } from '../ops/attributes.js'
import { besideChannels } from '../ops/batch-norm.js'
import type { Writer } from '../ops/op.js'
import { countOf } from '../ops/reduce.js'
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
        const population = unbiased(builder, x, batchVariance)
        for (const [position, running, batch] of [[3, mean, batchMean], [4, variance, population]] as const) {
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

/** The variance of the population, estimated from the batch's: · n / (n − 1) (Bessel), as running statistics hold it. */
function unbiased(writer: Writer, x: ValueId, variance: ValueId): ValueId {
  const count = countOf(writer, x, besideChannels(writer.typeOf(x)))
  const less = writer.add('maximum', [writer.add('sub', [count, writer.scalar(1)]), writer.scalar(1)])
  return writer.add('mul', [variance, writer.add('div', [count, less])])
}
