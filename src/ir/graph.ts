import type { Span } from '../diagnostics/diagnostic.js'
import type { Tensor, TensorType } from '../types/tensor.js'

/** A value of the graph: defined once, by an input, a parameter or a node. */
export type ValueId = number

export type Attribute = number | string | boolean | readonly number[] | Tensor
export type Attributes = Readonly<Record<string, Attribute>>

/** One application of an op. Nodes stand in an order in which every value is defined before it is used. */
export interface Node {
  readonly op: string
  readonly inputs: readonly ValueId[]
  readonly outputs: readonly ValueId[]
  readonly attributes: Attributes
  /** The path of the block that made it, such as `trunk.lenet.conv`; tables and reports group by it. */
  readonly scope?: string
  readonly span?: Span
}

/** Values drawn anew for each run by the caller, from the counter-based generator (dropout masks). */
export interface RandomSource {
  /** 1/(1 − rate) with probability 1 − rate, else 0. */
  readonly kind: 'dropout'
  readonly rate: number
}

export interface GraphInput {
  readonly name: string
  readonly value: ValueId
  readonly random?: RandomSource
}

/** How a parameter starts, before training. Fans are those of the layer that owns it. */
export type Init =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'kaiming_uniform' | 'xavier_uniform'; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly std: number }

/** A named weight. Its values live beside the graph, in a `Weights` map. */
export interface Parameter {
  readonly name: string
  readonly value: ValueId
  /** False for running statistics, which are carried along and not descended. */
  readonly trainable: boolean
  readonly init: Init
}

export interface GraphOutput {
  readonly name: string
  readonly value: ValueId
}

/** A pure function over typed values in SSA form. Plain data: passes return new graphs. */
export interface Graph {
  readonly name: string
  readonly inputs: readonly GraphInput[]
  readonly parameters: readonly Parameter[]
  readonly nodes: readonly Node[]
  readonly outputs: readonly GraphOutput[]
  /** The type of every value, by its id. */
  readonly types: ReadonlyMap<ValueId, TensorType>
}

/** Values of parameters, by name. */
export type Weights = ReadonlyMap<string, Tensor>

export function typeOf(graph: Graph, value: ValueId): TensorType {
  const type = graph.types.get(value)
  if (type === undefined) throw new Error(`value %${value} of graph ${graph.name} has no type`)
  return type
}
