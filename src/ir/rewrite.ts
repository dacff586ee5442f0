import { GraphBuilder } from './builder.js'
import { typeOf, type Graph, type GraphOutput, type Node, type Parameter, type ValueId } from './graph.js'

export interface RewriteOptions {
  /** Whether a parameter is copied; all are by default. One that is not copied must not be read any more. */
  readonly keepParameter?: (parameter: Parameter) => boolean
  /** Writes more outputs, after those of the graph. `now` gives a value's id in the new graph. */
  readonly finish?: (builder: GraphBuilder, now: (value: ValueId) => ValueId) => void
  readonly outputs?: (outputs: readonly GraphOutput[]) => readonly GraphOutput[]
}

/**
 * Copies a graph node by node. `visit` gets each node with its operands in the new graph, and answers with
 * the values that stand for its outputs; where it answers undefined the node is copied as it is. `now` gives any
 * earlier value's id in the new graph.
 */
export function rewrite(
  graph: Graph,
  visit: (node: Node, operands: readonly ValueId[], builder: GraphBuilder, now: (value: ValueId) => ValueId) => readonly ValueId[] | undefined,
  { keepParameter = () => true, finish, outputs = (all) => all }: RewriteOptions = {},
): Graph {
  const builder = new GraphBuilder(graph.name)
  const renamed = new Map<ValueId, ValueId>()
  const now = (value: ValueId): ValueId => {
    const found = renamed.get(value)
    if (found === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return found
  }
  for (const { name, value, random } of graph.inputs) renamed.set(value, builder.input(name, typeOf(graph, value), random))
  for (const parameter of graph.parameters) {
    if (!keepParameter(parameter)) continue
    const { name, value, init, trainable } = parameter
    renamed.set(value, builder.parameter(name, typeOf(graph, value), init, trainable))
  }
  for (const node of graph.nodes) {
    const operands = node.inputs.map(now)
    const results = builder.within(node.scope, node.span, () =>
      visit(node, operands, builder, now) ?? builder.addAll(node.op, operands, node.attributes))
    for (const [index, value] of node.outputs.entries()) {
      const result = results[index]
      if (result !== undefined) renamed.set(value, result)
    }
  }
  for (const { name, value } of outputs(graph.outputs)) builder.output(name, now(value))
  finish?.(builder, now)
  return builder.build()
}
