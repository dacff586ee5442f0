import { costRows } from '../ir/cost.js'
import { typeOf, type Graph } from '../ir/graph.js'
import { bytesPerElement } from '../types/tensor.js'

/** What one layer of an emitted model takes. */
export interface LayerCost {
  /** Its path: `trunk.lenet.conv1`. */
  readonly layer: string
  /** Bytes of its weights. */
  readonly size: number
  readonly params: number
  /** For one sample. */
  readonly macs: number
}

/** The layers that have weights, or do work. */
export function layerCosts(graph: Graph): readonly LayerCost[] {
  const layers = new Map<string, LayerCost>()
  const add = (layer: string, cost: Partial<LayerCost>): void => {
    const { size = 0, params = 0, macs = 0 } = layers.get(layer) ?? {}
    layers.set(layer, { layer, size: size + (cost.size ?? 0), params: params + (cost.params ?? 0), macs: macs + (cost.macs ?? 0) })
  }
  for (const { name, value, trainable } of graph.parameters) {
    const { dtype, shape } = typeOf(graph, value)
    const elements = shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1)
    const end = name.lastIndexOf('.')
    add(end < 0 ? name : name.slice(0, end), { size: elements * bytesPerElement(dtype), params: trainable ? elements : 0 })
  }
  for (const { scope, macs } of costRows(graph)) if (macs > 0) add(scope, { macs })
  return [...layers.values()]
}
