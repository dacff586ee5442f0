/** What reductions over axes have in common. Attributes: `axes` (all where absent), `keepdims` (false). */
import type { Attributes, ValueId } from '../ir/graph.js'
import { elementCount, zeros, type Shape, type Tensor, type TensorType } from '../types/tensor.js'
import { boolean } from './attributes.js'
import { broadcastPlaces, ints } from './elementwise.js'
import type { ChannelLink, Op, Writer } from './op.js'
import { asTarget, axesOf, operand, operands, tie } from './shapes.js'

interface ReductionRule {
  readonly name: string
  readonly doc: string
  readonly onnx: string
  readonly start: number
  readonly step: (total: number, value: number) => number
  readonly finish?: (total: number, count: number) => number
  /** `y` and `dy` with the reduced axes kept as 1. */
  readonly gradient: (rule: {
    readonly writer: Writer
    readonly x: ValueId
    readonly y: ValueId
    readonly dy: ValueId
    readonly axes: readonly number[]
  }) => ValueId
}

const kept = (shape: Shape, axes: readonly number[]): Shape => shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))

export function reduction({ name, doc, onnx, start, step, finish, gradient }: ReductionRule): Op {
  return {
    name,
    doc,
    infer(inputs, attributes) {
      operands(name, inputs, 1)
      const { dtype, shape } = operand(name, inputs, 0, ['f32', 'i64'])
      return [{ dtype, shape: reducedShape(name, shape, attributes) }]
    },
    vjp({ writer, inputs: [x], outputs: [y], gradients: [dy], attributes }) {
      if (x === undefined || y === undefined || dy === undefined) return []
      const { dtype, shape } = writer.typeOf(x)
      if (dtype !== 'f32') return []
      const axes = axesOf(name, shape.length, attributes)
      const widen = (value: ValueId): ValueId =>
        boolean(attributes, 'keepdims', false) ? value : writer.add('reshape', [value], { shape: asTarget(kept(shape, axes)) })
      return [gradient({ writer, x, y: widen(y), dy: widen(dy), axes })]
    },
    onnx(writer, attributes) {
      const [x = ''] = writer.inputs
      const axes = axesOf(name, writer.inputTypes[0]?.shape.length ?? 0, attributes)
      if (axes.length === 0) writer.node('Identity', [x], {}, writer.outputs)
      else writer.node(onnx, [x, ints(writer, axes)], { keepdims: Number(boolean(attributes, 'keepdims', false)) }, writer.outputs)
    },
    evaluate([x], attributes) {
      if (x === undefined) return []
      const axes = axesOf(name, x.shape.length, attributes)
      const small = kept(x.shape, axes).map(Number)
      const result = zeros(x.dtype, small)
      const totals = new Float64Array(elementCount(small)).fill(start)
      const place = broadcastPlaces(small, x.shape)
      for (let index = 0; index < x.data.length; index++) {
        totals[place(index)] = step(totals[place(index)] ?? start, Number(x.data[index]))
      }
      const count = elementCount(x.shape) / elementCount(small)
      totals.forEach((total, index) => {
        const value = finish === undefined ? total : finish(total, count)
        result.data[index] = (x.dtype === 'i64' ? BigInt(Math.trunc(value)) : value) as never
      })
      return [{ ...result, shape: reducedShape(name, x.shape, attributes).map(Number) } satisfies Tensor]
    },
    channels: (inputs, _outputs, attributes) => tieReduced(name, inputs, attributes),
    identity: ([x], attributes) =>
      x !== undefined && axesOf(name, x.shape.length, attributes).length === 0 ? 0 : undefined,
  }
}

function reducedShape(name: string, shape: Shape, attributes: Attributes): Shape {
  const axes = axesOf(name, shape.length, attributes)
  const keep = boolean(attributes, 'keepdims', false)
  return shape.flatMap((dim, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [dim]))
}

/** Axes that stay are tied to themselves. */
export function tieReduced(name: string, inputs: readonly TensorType[], attributes: Attributes): readonly ChannelLink[] {
  const rank = inputs[0]?.shape.length ?? 0
  const axes = axesOf(name, rank, attributes)
  const keep = boolean(attributes, 'keepdims', false)
  return Array.from({ length: rank }, (_, axis) => axis)
    .filter((axis) => !axes.includes(axis))
    .map((axis) => tie(0, axis, keep ? axis : axis - axes.filter((reduced) => reduced < axis).length))
}

/** How many elements were reduced to one, as an f32 scalar: known here, or counted when the graph runs. */
export function countOf(writer: Writer, x: ValueId, axes: readonly number[]): ValueId {
  const dims = axes.map((axis) => writer.typeOf(x).shape[axis] ?? 1)
  return dims.every((dim) => typeof dim === 'number') ? writer.scalar(elementCount(dims)) : writer.add('count', [x], { axes })
}

/** The gradient of a maximum or minimum: elements that tie for it share the gradient equally. */
export function shared({ writer, x, y, dy, axes }: Parameters<ReductionRule['gradient']>[0]): ValueId {
  const chosen = writer.add('cast', [writer.add('equal', [x, y])], { to: 'f32' })
  const ties = writer.add('sum', [chosen], { axes, keepdims: true })
  return writer.add('mul', [chosen, writer.add('div', [dy, ties])])
}
