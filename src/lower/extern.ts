import type { StaticValue } from '../check/typed.js'
import type { GraphBuilder } from '../ir/builder.js'
import type { Init, ValueId } from '../ir/graph.js'
import { constantValue } from '../ops/constant.js'
import type { Shape, TensorType } from '../types/tensor.js'

/** The batch: the leading dimension of every value that depends on an input. */
export const batchSymbol = 'N'

/** One application of an extern, as its lowering sees it. */
export interface ExternContext {
  readonly builder: GraphBuilder
  /** Values with the batch in front, except learnable tensors and constants, which have none. */
  readonly inputs: readonly ValueId[]
  readonly statics: Readonly<Record<string, StaticValue>>
  /** The result's type per sample. */
  readonly type: TensorType
  /** A weight of this application, `<path>.<name>`; the same path gives the same weight. */
  parameter(name: string, shape: readonly number[], init: Init, trainable?: boolean): ValueId
}

/** How one extern of the core library becomes nodes. */
export interface Extern {
  readonly name: string
  lower(context: ExternContext): ValueId
}

export function inputOf(context: ExternContext, index = 0): ValueId {
  const value = context.inputs[index]
  if (value === undefined) throw new Error(`an extern was applied without its operand ${index}`)
  return value
}

export function numberOf({ statics }: ExternContext, name: string, fallback?: number): number {
  const value = statics[name] ?? fallback
  if (typeof value === 'number') return value
  if (typeof value === 'object' && 'value' in value) return value.value
  throw new Error(`an extern needs the number \`${name}\``)
}

export function numbersOf({ statics }: ExternContext, name: string): readonly number[] {
  const value = statics[name]
  if (!Array.isArray(value)) throw new Error(`an extern needs the list \`${name}\``)
  return value.map(Number)
}

export const textOf = ({ statics }: ExternContext, name: string, fallback: string): string => {
  const value = statics[name]
  return typeof value === 'string' ? value : fallback
}

export const flagOf = ({ statics }: ExternContext, name: string, fallback: boolean): boolean => {
  const value = statics[name]
  return typeof value === 'boolean' ? value : fallback
}

export const isBatched = (builder: GraphBuilder, value: ValueId): boolean => builder.typeOf(value).shape[0] === batchSymbol

/** The shape of one sample. */
export function sampleShape(builder: GraphBuilder, value: ValueId): readonly number[] {
  const { shape } = builder.typeOf(value)
  return sizes(isBatched(builder, value) ? shape.slice(1) : shape)
}

export const sizes = (shape: Shape): readonly number[] =>
  shape.map((dim) => {
    if (typeof dim !== 'number') throw new Error(`the dimension ${dim} is open where its size is needed`)
    return dim
  })

/** A size of the operand at `axis`, counted per sample; negative from the end. */
export function sizeAt(builder: GraphBuilder, value: ValueId, axis: number): number {
  const size = sampleShape(builder, value).at(axis)
  if (size === undefined) throw new Error(`an operand has no axis ${axis}`)
  return size
}

/** An axis of the sample, as an axis of the value. */
export function axisOf(builder: GraphBuilder, value: ValueId, axis: number): number {
  const rank = sampleShape(builder, value).length
  return (axis < 0 ? axis + rank : axis) + (isBatched(builder, value) ? 1 : 0)
}

/** The value with another shape per sample. */
export function reshaped(builder: GraphBuilder, value: ValueId, shape: readonly number[]): ValueId {
  const now = sampleShape(builder, value)
  if (now.length === shape.length && now.every((size, index) => size === shape[index])) return value
  return builder.add('reshape', [value], { shape: isBatched(builder, value) ? [-1, ...shape] : shape })
}

/**
 * Lines the operands up for NumPy's broadcasting: where samples differ in rank, the smaller ones get
 * axes of size 1 between the batch and their own.
 */
export function aligned(builder: GraphBuilder, values: readonly ValueId[]): readonly ValueId[] {
  const rank = Math.max(...values.map((value) => sampleShape(builder, value).length))
  return values.map((value) => {
    const shape = sampleShape(builder, value)
    if (!isBatched(builder, value) || shape.length === rank) return value
    return reshaped(builder, value, [...Array.from({ length: rank - shape.length }, () => 1), ...shape])
  })
}

/** The numbers that scalar constants hold; undefined where one of the values is none. */
export function numbersIn(builder: GraphBuilder, values: readonly ValueId[]): readonly number[] | undefined {
  if (values.some((value) => builder.typeOf(value).shape.length > 0)) return undefined
  const known = new Map(builder.nodes.map((node) => [node.outputs[0], constantValue(node)]))
  const numbers = values.flatMap((value) => Array.from(known.get(value)?.data ?? [], Number))
  return numbers.length === values.length ? numbers : undefined
}

/**
 * Gives values that are the same for every sample, such as learned tensors, the batch of those that are not, so that they
 * can be joined. None is changed where none has a batch.
 */
export function batched(builder: GraphBuilder, values: readonly ValueId[]): readonly ValueId[] {
  const like = values.find((value) => isBatched(builder, value))
  if (like === undefined) return values
  return values.map((value) => {
    if (isBatched(builder, value)) return value
    const axes = sampleShape(builder, like).map((_, axis) => axis + 1)
    const one = builder.add('slice', [like], { axes, starts: axes.map(() => 0), ends: axes.map(() => 1) })
    const each = builder.add('reshape', [one], { shape: [-1, ...builder.typeOf(value).shape.map(() => 1)] })
    // Never true, and no gradient flows back by it: it only says how many samples there are.
    return builder.add('where', [builder.add('less', [each, each]), builder.scalar(0), value])
  })
}

/** PyTorch's default for dense and convolutional layers: uniform within ±1/√fan-in, for weights and biases alike. */
export const fanInUniform = (fanIn: number): Init => ({ kind: 'uniform', bound: 1 / Math.sqrt(Math.max(1, fanIn)) })

export const zeros: Init = { kind: 'constant', value: 0 }
export const ones: Init = { kind: 'constant', value: 1 }
