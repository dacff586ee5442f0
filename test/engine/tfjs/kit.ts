/** Graphs in TensorFlow.js, and their gradients by its own autodiff. */
import type { TfTensor } from '../../../src/engine/tfjs/form.js'
import { interpret, valueOf } from '../../../src/engine/tfjs/interpret.js'
import { fromTf, toTf } from '../../../src/engine/tfjs/tensors.js'
import type { Feeds } from '../../../src/engine/engine.js'
import { typeOf, type Graph, type ValueId } from '../../../src/ir/graph.js'
import type { Tensor } from '../../../src/types/tensor.js'
import { noise, present } from '../../ops/harness.js'
import { tf } from '../../ops/oracle.js'

export const constantOf = (shape: readonly number[], seed: number): Tensor => noise(shape, seed)

/** The inputs of a graph by their values. */
const given = (graph: Graph, feeds: Feeds): Map<ValueId, TfTensor> =>
  new Map([...graph.inputs, ...graph.parameters].map(({ name, value }) => [value, toTf(tf, present(feeds[name]))]))

/** The outputs of a graph, interpreted. */
export function interpreted(graph: Graph, feeds: Feeds): Feeds {
  const results: Record<string, Tensor> = {}
  tf.tidy(() => {
    const values = interpret(tf, graph, given(graph, feeds))
    for (const { name, value } of graph.outputs) results[name] = fromTf(valueOf(values, value), typeOf(graph, value).dtype)
  })
  return results
}

/** Gradients of Σ yᵢ·wᵢ over the outputs with respect to `leaves`, by TensorFlow.js's own autodiff; `weights` go by the outputs' names. */
export function autodiff(graph: Graph, feeds: Feeds, leaves: readonly ValueId[], weights: Feeds): readonly Tensor[] {
  const results: Tensor[] = []
  tf.tidy(() => {
    const known = given(graph, feeds)
    const loss = (...operands: TfTensor[]): TfTensor => {
      const values = interpret(tf, graph, new Map([...known, ...operands.map((operand, index) => [leaves[index], operand] as const)]))
      const terms = graph.outputs.map(({ name, value }) => tf.sum(tf.mul(valueOf(values, value), toTf(tf, present(weights[name])))))
      // A leaf that nothing depends on has the gradient 0; TensorFlow.js would refuse it.
      return [...terms, ...operands.map((operand) => tf.mul(tf.sum(operand), 0))].reduce((sum, term) => tf.add(sum, term))
    }
    if (leaves.length === 0) return
    const gradients = tf.grads(loss)(leaves.map((leaf) => valueOf(known, leaf)))
    results.push(...gradients.map((gradient) => fromTf(gradient, 'f32')))
  })
  return results
}
