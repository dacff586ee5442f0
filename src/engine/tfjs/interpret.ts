import { typeOf, type Graph, type Node, type ValueId } from '../../ir/graph.js'
import type { Tf, TfTensor } from './form.js'
import { formOf } from './ops/index.js'

/** The values of a graph that are known so far. */
export type Values = Map<ValueId, TfTensor>

export function valueOf(values: ReadonlyMap<ValueId, TfTensor>, value: ValueId): TfTensor {
  const tensor = values.get(value)
  if (tensor === undefined) throw new Error(`value %${value} was not computed`)
  return tensor
}

/** The outputs of one node, each a tensor of its own. */
export function applyNode(tf: Tf, graph: Graph, node: Node, values: ReadonlyMap<ValueId, TfTensor>): readonly TfTensor[] {
  const inputs = node.inputs.map((value) => valueOf(values, value))
  const types = (ids: readonly ValueId[]) => ids.map((value) => typeOf(graph, value))
  const made = [formOf(node.op)(tf, inputs, { attributes: node.attributes, inputTypes: types(node.inputs), outputTypes: types(node.outputs) })].flat()
  // A form may hand on its operand: whoever frees one must not free the other.
  return made.map((tensor) => (inputs.includes(tensor) ? tf.clone(tensor) : tensor))
}

/** Computes every value of a graph from those of its inputs and parameters, in one go, so that TensorFlow.js can differentiate it. */
export function interpret(tf: Tf, graph: Graph, given: ReadonlyMap<ValueId, TfTensor>): Values {
  const values: Values = new Map(given)
  for (const node of graph.nodes) {
    for (const [index, tensor] of applyNode(tf, graph, node, values).entries()) values.set(node.outputs[index], tensor)
  }
  return values
}
