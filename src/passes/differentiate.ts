import type { GraphBuilder } from '../ir/builder.js'
import type { ValueId } from '../ir/graph.js'
import { opNamed } from '../ops/index.js'

/**
 * Reverse-mode differentiation, source to source: adds the nodes that compute ∂loss/∂w for each of `wrt` to
 * the builder that holds the loss. The loss is a scalar. Only what lies between `wrt` and the loss is visited;
 * undefined stands for a value that the loss does not depend on.
 */
export function differentiate(builder: GraphBuilder, loss: ValueId, wrt: readonly ValueId[]): readonly (ValueId | undefined)[] {
  if (builder.typeOf(loss).shape.length !== 0) throw new Error('only a scalar can be differentiated')
  const forward = [...builder.nodes]
  const reached = new Set<ValueId>(wrt)
  for (const node of forward) {
    if (node.inputs.some((value) => reached.has(value))) for (const value of node.outputs) reached.add(value)
  }

  const gradients = new Map<ValueId, ValueId>()
  if (reached.has(loss)) gradients.set(loss, builder.scalar(1))
  for (const node of forward.toReversed()) {
    const incoming = node.outputs.map((value) => gradients.get(value))
    if (incoming.every((gradient) => gradient === undefined)) continue
    if (!node.inputs.some((value) => reached.has(value))) continue
    const { vjp } = opNamed(node.op)
    if (vjp === undefined) throw new Error(`op ${node.op} has no gradient`)
    const scope = node.scope === undefined ? undefined : `gradient.${node.scope}`
    const outgoing = builder.within(scope, node.span, () =>
      vjp({ writer: builder, inputs: node.inputs, outputs: node.outputs, gradients: incoming, attributes: node.attributes }),
    )
    for (const [index, value] of node.inputs.entries()) {
      const gradient = outgoing[index]
      if (gradient === undefined || !reached.has(value)) continue
      const before = gradients.get(value)
      gradients.set(value, before === undefined ? gradient : builder.add('add', [before, gradient]))
    }
  }
  return wrt.map((value) => gradients.get(value))
}
