import type { Attributes, ValueId } from '../ir/graph.js'
import { sameShape, type Dim, type Shape, type TensorType } from '../types/tensor.js'
import { numbers } from './attributes.js'
import { TypeRuleError, type ChannelLink, type Writer } from './op.js'

/** A count of elements: an integer times symbols, so that shapes with a batch can be compared. */
interface Monomial {
  readonly factor: number
  readonly symbols: readonly string[]
}

function monomial(dims: Shape): Monomial {
  let factor = 1
  const symbols: string[] = []
  for (const dim of dims) {
    if (typeof dim === 'number') {
      factor *= dim
      continue
    }
    const product = /^(\d+)\*(.+)$/.exec(dim)
    if (product !== null) factor *= Number(product[1])
    symbols.push(product?.[2] ?? dim)
  }
  return { factor, symbols: symbols.toSorted() }
}

/** The dimension that is missing when `whole` is viewed with the dimensions `known`: 12, `N`, `4*N`. Undefined: it does not divide. */
export function quotient(whole: Shape, known: Shape): Dim | undefined {
  const [a, b] = [monomial(whole), monomial(known)]
  const left = [...a.symbols]
  for (const symbol of b.symbols) {
    const index = left.indexOf(symbol)
    if (index < 0) return undefined
    left.splice(index, 1)
  }
  const factor = a.factor === 0 && b.factor === 0 ? 0 : a.factor / b.factor
  if (!Number.isInteger(factor) || left.length > 1) return undefined
  const [symbol] = left
  if (symbol === undefined) return factor
  return factor === 1 ? symbol : `${factor}*${symbol}`
}

/** A size for one sample: the batch counts as 1, `4*N` as 4. */
export const perSample = (shape: Shape): number => monomial(shape).factor

export function fail(op: string, message: string): never {
  throw new TypeRuleError(op, message)
}

/** Exactly `count` operands. */
export function operands(op: string, inputs: readonly TensorType[], least: number, most = least): void {
  if (inputs.length >= least && inputs.length <= most) return
  fail(op, `takes ${least === most ? least : `${least} to ${most}`} operands, not ${inputs.length}`)
}

/** The operand at `index`, which must be there and be f32 (or what `dtypes` allows). */
export function operand(op: string, inputs: readonly TensorType[], index: number, dtypes: readonly string[] = ['f32']): TensorType {
  const type = inputs[index]
  if (type === undefined) fail(op, `operand ${index} is missing`)
  if (!dtypes.includes(type.dtype)) fail(op, `operand ${index} is ${type.dtype}, not ${dtypes.join(' or ')}`)
  return type
}

export function dimAt(op: string, shape: Shape, axis: number): Dim {
  const dim = shape[axis]
  if (dim === undefined) fail(op, `[${shape.join(', ')}] has no axis ${axis}`)
  return dim
}

/** A dimension that must be known at compile time. */
export function sizeAt(op: string, shape: Shape, axis: number): number {
  const dim = dimAt(op, shape, axis)
  if (typeof dim !== 'number') fail(op, `axis ${axis} of [${shape.join(', ')}] must have a known size`)
  return dim
}

export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((dim) => typeof dim === 'number')

/** `count` axes that follow each other. */
export const axesFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, index) => first + index)

/** Counts from the end where negative. */
export function axisOf(op: string, rank: number, axis: number): number {
  const index = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(index) || index < 0 || index >= rank) fail(op, `axis ${axis} is outside rank ${rank}`)
  return index
}

/** The `axes` of a reduction, in order; all of them where the attribute is absent. */
export function axesOf(op: string, rank: number, attributes: Attributes): readonly number[] {
  const axes = numbers(attributes, 'axes', Array.from({ length: rank }, (_, axis) => axis))
  return [...new Set(axes.map((axis) => axisOf(op, rank, axis)))].toSorted((a, b) => a - b)
}

/** NumPy broadcasting. */
export function broadcast(op: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let result: Dim = 1
    for (const shape of shapes) {
      const dim = shape[axis - (rank - shape.length)] ?? 1
      if (dim === 1 || dim === result) continue
      if (result !== 1) fail(op, `shapes ${shapes.map((each) => `[${each.join(', ')}]`).join(' and ')} do not broadcast`)
      result = dim
    }
    return result
  })
}

/** Sums a gradient over the axes along which its operand was broadcast. */
export function sumTo(writer: Writer, gradient: ValueId, target: ValueId): ValueId {
  const from = writer.typeOf(gradient).shape
  const to = writer.typeOf(target).shape
  if (sameShape(from, to)) return gradient
  const extra = from.length - to.length
  const leading = Array.from({ length: extra }, (_, axis) => axis)
  const inner = extra === 0 ? gradient : writer.add('sum', [gradient], { axes: leading, keepdims: false })
  const stretched = to.flatMap((dim, axis) => (dim === 1 && from[axis + extra] !== 1 ? [axis] : []))
  return stretched.length === 0 ? inner : writer.add('sum', [inner], { axes: stretched, keepdims: true })
}

/** A shape as the `shape` attribute of a reshape: the symbolic dimension is inferred. */
export const asTarget = (shape: Shape): readonly number[] => shape.map((dim) => (typeof dim === 'number' ? dim : -1))

/** Ties an axis of an input to an axis of an output. */
export const tie = (input: number, inputAxis: number, outputAxis: number, output = 0): ChannelLink => ({
  from: { operand: 'input', index: input, axis: inputAxis },
  to: { operand: 'output', index: output, axis: outputAxis },
})

/** Ties axes of two inputs: `tieInputs(0, 1, 1, 1)` is input 0's axis 1 with input 1's axis 1. */
export const tieInputs = (a: number, axisA: number, b: number, axisB: number): ChannelLink => ({
  from: { operand: 'input', index: a, axis: axisA },
  to: { operand: 'input', index: b, axis: axisB },
})

/** Element-wise coupling: all axes of all operands, save those that are broadcast. */
export function tieElementwise(inputs: readonly TensorType[], outputs: readonly TensorType[]): readonly ChannelLink[] {
  const shape = outputs[0]?.shape ?? []
  return inputs.flatMap((input, index) => {
    const extra = shape.length - input.shape.length
    return input.shape.flatMap((dim, axis) => (dim !== 1 && dim === shape[axis + extra] ? [tie(index, axis, axis + extra)] : []))
  })
}

/** Ties every axis of input 0 to the same axis of output 0, except some. */
export const tieAxes = (inputs: readonly TensorType[], except: readonly number[] = []): readonly ChannelLink[] =>
  (inputs[0]?.shape ?? []).flatMap((_, axis) => (except.includes(axis) ? [] : [tie(0, axis, axis)]))
