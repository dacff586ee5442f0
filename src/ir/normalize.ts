import { typeOf, type Graph, type ValueId } from './graph.js'

/**
 * The same graph with its values numbered from 0 in the order of their definitions, attributes in the
 * order of their names, and without source spans and types of values that are gone: two graphs of the
 * same structure become equal data, and print the same text.
 */
export function normalize(graph: Graph): Graph {
  const ids = new Map<ValueId, ValueId>()
  const define = (value: ValueId): ValueId => {
    if (ids.has(value)) throw new Error(`value %${value} of graph ${graph.name} is defined twice`)
    ids.set(value, ids.size)
    return ids.size - 1
  }
  const use = (value: ValueId): ValueId => {
    const id = ids.get(value)
    if (id === undefined) throw new Error(`value %${value} of graph ${graph.name} is used before it is defined`)
    return id
  }
  return {
    name: graph.name,
    inputs: graph.inputs.map((input) => ({ ...input, value: define(input.value) })),
    parameters: graph.parameters.map((parameter) => ({ ...parameter, value: define(parameter.value) })),
    nodes: graph.nodes.map(({ op, inputs, outputs, attributes, scope }) => ({
      op,
      inputs: inputs.map(use),
      outputs: outputs.map(define),
      attributes: Object.fromEntries(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      ...(scope === undefined ? {} : { scope }),
    })),
    outputs: graph.outputs.map((output) => ({ ...output, value: use(output.value) })),
    types: new Map([...ids].map(([value, id]) => [id, typeOf(graph, value)])),
  }
}
