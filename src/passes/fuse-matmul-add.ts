import type { Graph, Node, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { isTensor } from '../ops/attributes.js'
import { sameShape } from '../types/tensor.js'
import type { Pass } from './pass.js'

/** `a · b + c · s` → `matmul_add(a, b, c) {scale = s}`, for plain matrices whose product nothing else reads. */
export const fuseMatmulAdd: Pass = {
  name: 'fuse-matmul-add',
  run(graph: Graph): Graph {
    const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)))
    const uses = new Map<ValueId, number>()
    for (const value of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map((output) => output.value)]) {
      uses.set(value, (uses.get(value) ?? 0) + 1)
    }
    return rewrite(graph, (node, _operands, builder, now) => {
      const found = match(graph, node, makers, uses)
      if (found === undefined) return undefined
      const { product, added, scale } = found
      return [builder.add('matmul_add', [...product.inputs, added].map(now), { ...product.attributes, scale })]
    })
  },
}

interface Found {
  readonly product: Node
  readonly added: ValueId
  readonly scale: number
}

function match(graph: Graph, node: Node, makers: ReadonlyMap<ValueId, Node>, uses: ReadonlyMap<ValueId, number>): Found | undefined {
  if (node.op !== 'add') return undefined
  const [left, right] = node.inputs
  if (left === undefined || right === undefined) return undefined
  for (const [sum, other] of [[left, right], [right, left]] as const) {
    const product = makers.get(sum)
    const shape = graph.types.get(sum)?.shape
    const scaled = scaling(makers, other)
    if (product?.op !== 'matmul' || uses.get(sum) !== 1 || shape?.length !== 2) continue
    const addedShape = graph.types.get(scaled.value)?.shape
    if (addedShape === undefined || !sameShape(shape, addedShape)) continue
    return { product, added: scaled.value, scale: scaled.scale }
  }
  return undefined
}

/** `value = x · s` with a constant s, or the value itself with 1. */
function scaling(makers: ReadonlyMap<ValueId, Node>, value: ValueId): { readonly value: ValueId; readonly scale: number } {
  const node = makers.get(value)
  if (node?.op === 'mul') {
    const [a, b] = node.inputs
    if (a !== undefined && b !== undefined) {
      for (const [tensor, factor] of [[a, b], [b, a]] as const) {
        const constant = makers.get(factor)?.attributes['value']
        if (isTensor(constant) && constant.data.length === 1) return { value: tensor, scale: Number(constant.data[0]) }
      }
    }
  }
  return { value, scale: 1 }
}
