import type { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId } from '../ir/graph.js'

/**
 * Writes a graph's nodes into a builder, its inputs joined to those given by name (and declared where
 * none is given), its parameters renamed and fixed. Gives its outputs by name.
 */
export function inlineGraph(
  builder: GraphBuilder,
  graph: Graph,
  inputs: ReadonlyMap<string, ValueId>,
  rename: (parameter: string) => string,
): ReadonlyMap<string, ValueId> {
  const values = new Map<ValueId, ValueId>()
  for (const { name, value } of graph.inputs) values.set(value, inputs.get(name) ?? builder.input(name, typeOf(graph, value)))
  for (const { name, value, init } of graph.parameters) {
    values.set(value, builder.parameter(rename(name), typeOf(graph, value), init, false))
  }
  const here = (value: ValueId): ValueId => {
    const found = values.get(value)
    if (found === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return found
  }
  for (const node of graph.nodes) {
    const outputs = builder.within(node.scope, node.span, () => builder.addAll(node.op, node.inputs.map(here), node.attributes))
    for (const [index, value] of node.outputs.entries()) {
      const output = outputs[index]
      if (output !== undefined) values.set(value, output)
    }
  }
  return new Map(graph.outputs.map(({ name, value }) => [name, here(value)]))
}
