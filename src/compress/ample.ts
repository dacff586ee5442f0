import type { TypedBudgetLine, TypedCompress } from '../check/typed.js'
import { graphCost } from '../ir/cost.js'
import { typeOf, type Graph } from '../ir/graph.js'
import { covers } from '../ir/path.js'
import { opNamed } from '../ops/index.js'
import { bytesPerElement, elementCount } from '../types/tensor.js'
import { wanted } from './budget.js'
import { recipesOf } from './recipes.js'

/** More than a node takes in a file beside its weights: its names, attributes, and the steps that quantise around it. */
const bytesPerNode = 1024
/** More than a channel of a quantised weight takes for its scale and zero point. */
const bytesPerChannel = 8

/** Whether the model, as wide as it is, meets a static line by so much that its file need not be made to tell. */
export function isAmple(line: TypedBudgetLine, graph: Graph, compress: TypedCompress): boolean {
  const { params, macs } = graphCost(graph)
  const { kind } = line.subject
  const bound = wanted(line, {})
  if (kind === 'params') return params <= bound
  if (kind === 'macs') return macs <= bound
  return kind === 'size' && sizeAtMost(graph, compress) <= bound
}

function sizeAtMost(graph: Graph, compress: TypedCompress): number {
  const channels = recipesOf(compress).some(({ int8 }) => int8) ? quantizedChannels(graph) : new Map<number, number>()
  const weights = graph.parameters.map(({ name, value }) => {
    const { shape, dtype } = typeOf(graph, value)
    const count = channels.get(value)
    const elements = elementCount(shape.map(Number))
    return count === undefined || compress.keep.some((path) => covers(path, name)) ? elements * bytesPerElement(dtype) : elements + count * bytesPerChannel
  })
  return weights.reduce((sum, bytes) => sum + bytes, 0) + bytesPerNode * (graph.nodes.length + 1)
}

/** The weights that int8 stores in 8 bits, with the number of their channels. */
function quantizedChannels(graph: Graph): ReadonlyMap<number, number> {
  return new Map(
    graph.nodes.flatMap((node) => {
      const { quantization } = opNamed(node.op)
      const weight = quantization?.role === 'compute' ? quantization.weight : undefined
      const value = weight === undefined ? undefined : node.inputs[weight.input]
      return weight === undefined || value === undefined ? [] : [[value, Number(typeOf(graph, value).shape[weight.axis] ?? 1)] as const]
    }),
  )
}
