import { GraphBuilder } from './builder.js'
import type { TensorType } from '../types/tensor.js'
import { typeOf, type Graph, type Node, type ValueId } from './graph.js'

/** What a visit of a node knows besides the node. */
export interface Visit {
  /** The node's place in the graph that is copied. */
  readonly index: number
  /** The node's operands in the new graph. */
  readonly operands: readonly ValueId[]
  /** Writes the new graph. */
  readonly builder: GraphBuilder
  /** Any earlier value's id in the new graph. */
  now(value: ValueId): ValueId
}

export interface RewriteOptions {
  /** The types that inputs and parameters get; their own by default. */
  readonly declaredAs?: (value: ValueId) => TensorType
  /** Writes more outputs, after those of the graph. `now` gives a value's id in the new graph. */
  readonly finish?: (builder: GraphBuilder, now: (value: ValueId) => ValueId) => void
}

/**
 * Copies a graph node by node. `visit` answers with the values that stand for a node's outputs; where it answers
 * undefined the node is copied as it is. What is not read any more stays: `dce` takes it away.
 */
export function rewrite(
  graph: Graph,
  visit: (node: Node, visit: Visit) => readonly ValueId[] | undefined,
  { declaredAs = (value) => typeOf(graph, value), finish }: RewriteOptions = {},
): Graph {
  const builder = new GraphBuilder(graph.name)
  const renamed = new Map<ValueId, ValueId>()
  const now = (value: ValueId): ValueId => {
    const found = renamed.get(value)
    if (found === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return found
  }
  for (const { name, value, random } of graph.inputs) renamed.set(value, builder.input(name, declaredAs(value), random))
  for (const { name, value, init, trainable } of graph.parameters) {
    renamed.set(value, builder.parameter(name, declaredAs(value), init, trainable))
  }
  for (const [index, node] of graph.nodes.entries()) {
    const operands = node.inputs.map(now)
    const results = builder.within(node.scope, node.span, () =>
      visit(node, { index, operands, builder, now }) ?? builder.addAll(node.op, operands, node.attributes))
    for (const [position, value] of node.outputs.entries()) {
      const result = results[position]
      if (result !== undefined) renamed.set(value, result)
    }
  }
  for (const { name, value } of graph.outputs) builder.output(name, now(value))
  finish?.(builder, now)
  return builder.build()
}
