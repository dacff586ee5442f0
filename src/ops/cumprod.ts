import type { ValueId } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { cumulative, cumulativeOf, type Cumulative } from './cumulative.js'
import { ints, number32 } from './elementwise.js'
import type { OnnxWriter, Writer } from './op.js'

/** 1, 2, 4 … below a size: in so many rounds, each place has seen all the places before it (Hillis & Steele 1986). */
const rounds = (size: number): readonly number[] => Array.from({ length: Math.ceil(Math.log2(Math.max(1, size))) }, (_, round) => 2 ** round)

/**
 * `cumprod(x) {axis, reverse, exclusive}`: the product up to each place. ONNX has no operator for it: in each of log₂(size) rounds,
 * every place is multiplied by the place twice as far before it.
 */
export const cumprod = cumulative({
  name: 'cumprod',
  doc: 'the product up to each place along an axis',
  start: 1,
  step: (total, value) => total * value,
  // dxᵢ = (Π of those before i) · Sᵢ, where Sᵢ = dyᵢ + xᵢ₊₁ · Sᵢ₊₁ is found in rounds too: exact where values are zero.
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return []
    const type = writer.typeOf(x)
    const { axis, size, reverse, exclusive } = cumulativeOf('cumprod', type, attributes)
    const from = (value: ValueId, places: number): ValueId => behind(writer, value, type, { axis, size, reverse }, places)
    let [sums, factors] = [exclusive ? from(dy, 1) : dy, from(x, 1)]
    for (const places of rounds(size)) {
      sums = writer.add('add', [sums, writer.add('mul', [factors, from(sums, places)])])
      if (2 * places < size) factors = writer.add('mul', [factors, from(factors, places)])
    }
    return [writer.add('mul', [writer.add('cumprod', [x], { axis, reverse, exclusive: true }), sums])]
  },
  onnx(writer, attributes) {
    const [[x = ''], [type]] = [writer.inputs, writer.inputTypes]
    if (type === undefined) return
    const found = cumulativeOf('cumprod', type, attributes)
    const rank = type.shape.length
    const start = found.exclusive ? before(writer, x, rank, found, 1) : x
    const result = rounds(found.size).reduce((product, places) => writer.node('Mul', [product, before(writer, product, rank, found, places)]), start)
    writer.node('Identity', [result], {}, writer.outputs)
  },
})

type Line = Pick<Cumulative, 'axis' | 'size' | 'reverse'>

/** At each place what stands so many places behind it, zero beyond the end. */
function behind(writer: Writer, value: ValueId, { shape }: TensorType, { axis, size, reverse }: Line, places: number): ValueId {
  const kept = Math.max(1, size - places)
  const part = writer.add('slice', [value], { axes: [axis], starts: [reverse ? 0 : size - kept], ends: [reverse ? kept : size] })
  const amounts = shape.map((_, each) => (each === axis ? size - kept : 0))
  const none = shape.map(() => 0)
  const moved = writer.add('pad', [part], { pads: reverse ? [...amounts, ...none] : [...none, ...amounts] })
  // Of one place nothing lies behind.
  return size > places ? moved : writer.add('mul', [moved, writer.scalar(0)])
}

/** At each place what stands so many places before it, one beyond the beginning. */
function before(writer: OnnxWriter, value: string, rank: number, { axis, size, reverse }: Line, places: number): string {
  const [start, end] = reverse ? [Math.min(places, size), size] : [0, Math.max(0, size - places)]
  const part = writer.node('Slice', [value, ints(writer, [start]), ints(writer, [end]), ints(writer, [axis])])
  const pads = Array.from({ length: 2 * rank }, (_, index) => (index === (reverse ? rank + axis : axis) ? Math.min(places, size) : 0))
  return writer.node('Pad', [part, ints(writer, pads), number32(writer, 1)])
}
