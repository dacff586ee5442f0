import { constantValue } from '../ops/constant.js'
import { opNamed } from '../ops/index.js'
import { bytesPerElement, formatType, type TensorType } from '../types/tensor.js'
import { typeOf, type Graph, type Node, type ValueId } from './graph.js'

/** What one node costs. Parameters are counted at the first node that reads them. */
export interface CostRow {
  /** The path of the block that made the node; empty where none did. */
  readonly scope: string
  readonly op: string
  /** The type of its first output. */
  readonly output: string
  /** Trainable numbers; running statistics count in `bytes` only. */
  readonly params: number
  /** Multiply-accumulates for one sample. */
  readonly macs: number
  /** Bytes of the weights as they are stored. */
  readonly bytes: number
}

export interface GraphCost {
  readonly params: number
  readonly macs: number
  readonly bytes: number
}

/** Numbers in one sample of a value: symbols (the batch) count as 1. */
const elements = (type: TensorType): number =>
  type.shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1)

const typesOf = (graph: Graph, values: readonly ValueId[]): readonly TensorType[] => values.map((value) => typeOf(graph, value))

/** One row a node, in graph order; constants cost nothing and have none. */
export const costRows = (graph: Graph): readonly CostRow[] => [...costsByNode(graph).values()]

/** `costRows` with the nodes that they are of. */
export function costsByNode(graph: Graph): ReadonlyMap<Node, CostRow> {
  const unread = new Map(graph.parameters.map((parameter) => [parameter.value, parameter]))
  const row = (node: Node): CostRow => {
    const [inputs, outputs] = [typesOf(graph, node.inputs), typesOf(graph, node.outputs)]
    const [output] = outputs
    let [params, bytes] = [0, 0]
    for (const value of node.inputs) {
      const parameter = unread.get(value)
      if (parameter === undefined) continue
      unread.delete(value)
      const type = typeOf(graph, value)
      if (parameter.trainable) params += elements(type)
      bytes += elements(type) * bytesPerElement(type.dtype)
    }
    const macs = opNamed(node.op).cost?.(inputs, outputs, node.attributes).macs ?? 0
    return { scope: node.scope ?? '', op: node.op, output: output === undefined ? '' : formatType(output), params, macs, bytes }
  }
  return new Map(graph.nodes.filter((node) => constantValue(node) === undefined).map((node) => [node, row(node)]))
}

/** The whole graph's cost; parameters that nothing reads cost nothing. */
export const graphCost = (graph: Graph): GraphCost => sumCosts(costRows(graph))

export const sumCosts = (rows: readonly GraphCost[]): GraphCost =>
  rows.reduce<GraphCost>(
    (total, row) => ({ params: total.params + row.params, macs: total.macs + row.macs, bytes: total.bytes + row.bytes }),
    { params: 0, macs: 0, bytes: 0 },
  )
