import { opNamed } from '../ops/index.js'
import { bytesPerElement, type TensorType } from '../types/tensor.js'
import { typeOf, type Graph, type ValueId } from './graph.js'

/** Memory that a graph's nodes fill: from the node that makes it to the last that reads it, views of it included. */
export interface Storage {
  readonly value: ValueId
  readonly bytes: number
  readonly from: number
  readonly to: number
}

export interface Liveness {
  /** The storage of each value that nodes make and read; inputs, parameters, constants and outputs have none. */
  readonly storage: ReadonlyMap<ValueId, Storage>
  /** The most bytes that are kept at once while the nodes run in their order, and the node at which that is. */
  readonly peak: number
  readonly at: number
}

/** Bytes of a value where the batch has `batch` samples. */
export function bytesOf({ dtype, shape }: TensorType, batch: number): number {
  const size = (dim: number | string): number => {
    if (typeof dim === 'number') return dim
    const factor = /^(\d+)\*/.exec(dim)?.[1]
    return batch * Number(factor ?? 1)
  }
  return shape.reduce<number>((product, dim) => product * size(dim), bytesPerElement(dtype))
}

/**
 * Which values live when, and how much memory that takes: an estimate, since a runtime may compute in place, and
 * needs some memory of its own. Outputs are written where the caller says, as inputs are.
 */
export function liveness(graph: Graph, batch: number): Liveness {
  const root = new Map<ValueId, ValueId>()
  const spans = new Map<ValueId, { from: number; to: number }>()
  const rootOf = (value: ValueId): ValueId => root.get(value) ?? value
  const read = (value: ValueId, index: number): void => {
    const span = spans.get(rootOf(value))
    if (span !== undefined) span.to = index
  }
  for (const [index, { op, inputs, outputs }] of graph.nodes.entries()) {
    for (const value of inputs) read(value, index)
    const [source] = inputs
    for (const value of outputs) {
      if (opNamed(op).view === true && source !== undefined) root.set(value, rootOf(source))
      else if (inputs.length > 0) spans.set(value, { from: index, to: index })
    }
  }
  for (const { value } of graph.outputs) spans.delete(rootOf(value))

  const made = new Map([...spans].map(([value, span]) => [value, { value, bytes: bytesOf(typeOf(graph, value), batch), ...span }]))
  const change = new Float64Array(graph.nodes.length + 2)
  for (const { bytes, from, to } of made.values()) {
    change[from] = (change[from] ?? 0) + bytes
    change[to + 1] = (change[to + 1] ?? 0) - bytes
  }
  let [held, peak, at] = [0, 0, 0]
  for (let index = 0; index < graph.nodes.length; index++) {
    held += change[index] ?? 0
    if (held > peak) [peak, at] = [held, index]
  }
  const storage = new Map(made)
  for (const value of root.keys()) {
    const shared = made.get(rootOf(value))
    if (shared !== undefined) storage.set(value, shared)
  }
  return { storage, peak, at }
}
