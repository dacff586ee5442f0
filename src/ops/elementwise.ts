/** What element-wise ops have in common: one type rule, one way of folding, one coupling of channels. */
import type { Attributes, ValueId } from '../ir/graph.js'
import { elementCount, zeros, type DType, type Shape, type Tensor, type TensorType } from '../types/tensor.js'
import type { Op, OnnxWriter, Quantization, Writer } from './op.js'
import { broadcast, fail, isStatic, operand, operands, sumTo, tieElementwise } from './shapes.js'

interface UnaryRule {
  readonly name: string
  readonly doc: string
  /** The ONNX operator, or how the form is written; `y` names the output. */
  readonly onnx: string | ((writer: OnnxWriter, x: string, attributes: Attributes) => void)
  /** One element, for folding. */
  readonly value?: (x: number, attributes: Attributes) => number
  /** dL/dx from dL/dy; undefined where no gradient flows. */
  readonly gradient: (rule: UnaryGradient) => ValueId | undefined
  /** The function never falls. */
  readonly rising?: boolean
  readonly quantization?: Quantization
}

interface UnaryGradient {
  readonly writer: Writer
  readonly x: ValueId
  readonly y: ValueId
  readonly dy: ValueId
  readonly attributes: Attributes
}

/** An op from f32[S] to f32[S] that treats each element by itself. */
export function unary({ name, doc, onnx, value, gradient, rising, quantization }: UnaryRule): Op {
  return {
    name,
    doc,
    infer(inputs) {
      operands(name, inputs, 1)
      return [operand(name, inputs, 0)]
    },
    vjp({ writer, inputs: [x], outputs: [y], gradients: [dy], attributes }) {
      return x === undefined || y === undefined || dy === undefined ? [] : [gradient({ writer, x, y, dy, attributes })]
    },
    onnx(writer, attributes) {
      const [x = ''] = writer.inputs
      if (typeof onnx === 'string') writer.node(onnx, [x], {}, writer.outputs)
      else onnx(writer, x, attributes)
    },
    ...(value === undefined
      ? {}
      : { evaluate: ([x], attributes) => (x === undefined ? [] : [map(x.dtype, x.shape, [x], ([a = 0]) => value(a, attributes))]) }),
    channels: tieElementwise,
    cheap: true,
    ...(rising === undefined ? {} : { rising }),
    ...(quantization === undefined ? {} : { quantization }),
  }
}

interface BinaryRule {
  readonly name: string
  readonly doc: string
  readonly onnx: string
  readonly value: (a: number, b: number) => number
  /** Gradients in the shape of dL/dy; the helper sums them where the operand was broadcast. */
  readonly gradient: (rule: BinaryGradient) => { readonly a?: () => ValueId; readonly b?: () => ValueId }
  /** A constant operand that leaves the other as it is: x + 0, x · 1. */
  readonly neutral?: { readonly value: number; readonly side: 'right' | 'both' }
  readonly quantization?: Quantization
}

interface BinaryGradient {
  readonly writer: Writer
  readonly a: ValueId
  readonly b: ValueId
  readonly y: ValueId
  readonly dy: ValueId
}

/** Two operands of one type, broadcast as NumPy does. */
export function binary({ name, doc, onnx, value, gradient, neutral, quantization }: BinaryRule): Op {
  return {
    name,
    doc,
    infer: (inputs) => [{ dtype: pair(name, inputs).dtype, shape: broadcast(name, ...inputs.map(({ shape }) => shape)) }],
    vjp({ writer, inputs: [a, b], outputs: [y], gradients: [dy] }) {
      if (a === undefined || b === undefined || y === undefined || dy === undefined) return []
      if (writer.typeOf(y).dtype !== 'f32') return []
      const rules = gradient({ writer, a, b, y, dy })
      return [
        rules.a === undefined ? undefined : sumTo(writer, rules.a(), a),
        rules.b === undefined ? undefined : sumTo(writer, rules.b(), b),
      ]
    },
    onnx: (writer) => void writer.node(onnx, alike(writer), {}, writer.outputs),
    evaluate(tensors) {
      const [a, b] = tensors
      if (a === undefined || b === undefined) return []
      return [map(a.dtype, staticShape(name, tensors), tensors, ([p = 0, q = 0]) => value(p, q))]
    },
    channels: tieElementwise,
    identity([a, b], _attributes, values) {
      if (neutral === undefined || a === undefined || b === undefined) return undefined
      const is = (tensor: Tensor | undefined): boolean =>
        tensor !== undefined && tensor.data.every((each) => Number(each) === neutral.value)
      if (is(values[1]) && fits(b, a)) return 0
      return neutral.side === 'both' && is(values[0]) && fits(a, b) ? 1 : undefined
    },
    cheap: true,
    ...(quantization === undefined ? {} : { quantization }),
  }
}

/**
 * The operands' names, a single number in as many axes as the other operand has where that ends in an axis of size 1: ONNX
 * Runtime would go through the other number by number, far slower.
 */
function alike(writer: OnnxWriter): readonly string[] {
  const rank = Math.max(...writer.inputTypes.map(({ shape }) => shape.length))
  const slow = writer.inputTypes.some(({ shape }) => shape.length === rank && rank > 1 && shape[rank - 1] === 1)
  return writer.inputs.map((name, index) => {
    const shape = writer.inputTypes[index]?.shape ?? []
    if (!slow || shape.length === rank || shape.some((dim) => dim !== 1)) return name
    const [ones, known] = [Array.from({ length: rank }, () => 1), writer.valueOf(index)]
    return known === undefined ? writer.node('Reshape', [name, ints(writer, ones)]) : writer.constant({ ...known, shape: ones })
  })
}

/** A question about two operands, answered element by element. */
export function comparison(name: string, doc: string, onnx: string, value: (a: number, b: number) => boolean): Op {
  return {
    name,
    doc,
    infer(inputs) {
      pair(name, inputs)
      return [{ dtype: 'bool', shape: broadcast(name, ...inputs.map(({ shape }) => shape)) }]
    },
    vjp: () => [],
    onnx: (writer) => void writer.node(onnx, writer.inputs, {}, writer.outputs),
    evaluate: (tensors) => [map('bool', staticShape(name, tensors), tensors, ([a = 0, b = 0]) => Number(value(a, b)))],
    channels: tieElementwise,
  }
}

/** True where `large` already has the shape of the result. */
const fits = (small: TensorType, large: TensorType): boolean =>
  small.shape.length <= large.shape.length &&
  small.shape.every((dim, axis) => dim === 1 || dim === large.shape[axis + large.shape.length - small.shape.length])

function pair(name: string, inputs: readonly TensorType[]): TensorType {
  operands(name, inputs, 2)
  const [a, b] = inputs
  if (a === undefined || b === undefined || a.dtype !== b.dtype) fail(name, 'both operands need the same element type')
  return a
}

const staticShape = (name: string, tensors: readonly Tensor[]): readonly number[] =>
  broadcast(name, ...tensors.map(({ shape }) => shape)).map(Number)

/** Applies `value` to the elements of the tensors, broadcast to `shape`. */
export function map<D extends DType>(
  dtype: D,
  shape: readonly number[],
  tensors: readonly Tensor[],
  value: (elements: readonly number[]) => number,
): Tensor<D> {
  const result = zeros(dtype, shape)
  const places = tensors.map((tensor) => broadcastPlaces(tensor.shape, shape))
  for (let index = 0; index < elementCount(shape); index++) {
    const made = value(tensors.map((tensor, which) => Number(tensor.data[places[which]?.(index) ?? 0])))
    result.data[index] = (dtype === 'i64' ? BigInt(made) : made) as never
  }
  return result
}

/** For a position in `to`, row-major, the position in `from` that is broadcast there. */
export function broadcastPlaces(from: readonly number[], to: readonly number[]): (index: number) => number {
  if (from.length === to.length && from.every((dim, axis) => dim === to[axis])) return (index) => index
  const extra = to.length - from.length
  return (index) => {
    let rest = index
    let place = 0
    let stride = 1
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = to[axis] ?? 1
      const dim = axis < extra ? 1 : (from[axis - extra] ?? 1)
      if (dim !== 1) place += (rest % size) * stride
      stride *= dim
      rest = Math.floor(rest / size)
    }
    return place
  }
}

/** Names an f32 scalar constant in an ONNX form. */
export const number32 = (writer: OnnxWriter, value: number): string =>
  writer.constant({ dtype: 'f32', shape: [], data: Float32Array.of(value) })

/** Names an i64 vector constant in an ONNX form. */
export const ints = (writer: OnnxWriter, values: readonly number[]): string =>
  writer.constant({ dtype: 'i64', shape: [values.length], data: BigInt64Array.from(values, BigInt) })

/** Names zeros in an ONNX form, in the shape that `like` has. */
export const zerosLike = (writer: OnnxWriter, like: string, shape: Shape): string =>
  writer.node('Expand', [number32(writer, 0), isStatic(shape) ? ints(writer, shape) : writer.node('Shape', [like])])

/** The writer's f32 constants, applied by broadcasting. */
export const times = (writer: Writer, x: ValueId, factor: number): ValueId => writer.add('mul', [x, writer.scalar(factor)])
