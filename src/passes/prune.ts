import { typeOf, type Graph, type ValueId, type Weights } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import { elementCount, formatType, sameType, zeros, type Tensor, type TensorType } from '../types/tensor.js'

/** Which indices stay, ascending, for each value and axis that loses some. Others stay whole. */
export type Kept = ReadonlyMap<ValueId, ReadonlyMap<number, readonly number[]>>

/**
 * Removes channels. The caller says what stays of every value that is touched (see the channel groups of
 * compression); this pass rewrites the graph to the smaller types and checks that each op's own rule agrees.
 */
export function prune(graph: Graph, kept: Kept): Graph {
  const smaller = (value: ValueId): TensorType => {
    const { dtype, shape } = typeOf(graph, value)
    const axes = kept.get(value)
    return { dtype, shape: shape.map((dim, axis) => axes?.get(axis)?.length ?? dim) }
  }
  return rewrite(
    graph,
    (node, { operands, builder }) => {
      const wanted = node.outputs.map(smaller)
      const attributes = opNamed(node.op).resize?.(node.attributes, node.inputs.map(smaller), wanted) ?? node.attributes
      const made = builder.addAll(node.op, operands, attributes)
      for (const [index, value] of made.entries()) {
        const [type, expected] = [builder.typeOf(value), wanted[index]]
        if (expected === undefined || !sameType(type, expected)) {
          throw new Error(`pruning ${node.op}: it gives ${formatType(type)}, not ${expected === undefined ? 'nothing' : formatType(expected)}`)
        }
      }
      return made
    },
    { declaredAs: smaller },
  )
}

/** The weights of the pruned graph: the kept slices of those of `graph`. */
export function pruneWeights(graph: Graph, weights: Weights, kept: Kept): Weights {
  return new Map(
    [...weights].map(([name, tensor]) => {
      const value = graph.parameters.find((parameter) => parameter.name === name)?.value
      const axes = value === undefined ? undefined : kept.get(value)
      let result = tensor
      for (const [axis, indices] of axes ?? []) result = take(result, axis, indices)
      return [name, result]
    }),
  )
}

/** The slices of `tensor` at `indices` of `axis`. */
export function take(tensor: Tensor, axis: number, indices: readonly number[]): Tensor {
  const shape = tensor.shape.map((dim, index) => (index === axis ? indices.length : dim))
  const result = zeros(tensor.dtype, shape)
  const inner = elementCount(tensor.shape.slice(axis + 1))
  const outer = elementCount(tensor.shape.slice(0, axis))
  const before = tensor.shape[axis] ?? 1
  for (let block = 0; block < outer; block++) {
    for (const [position, index] of indices.entries()) {
      const from = (block * before + index) * inner
      result.data.set(tensor.data.subarray(from, from + inner) as never, (block * indices.length + position) * inner)
    }
  }
  return result
}
