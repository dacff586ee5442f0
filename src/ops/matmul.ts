import type { Attributes } from '../ir/graph.js'
import type { Shape, TensorType } from '../types/tensor.js'
import { boolean } from './attributes.js'
import type { OnnxWriter, Op } from './op.js'
import { broadcast, dimAt, fail, operand, operands, perSample, sumTo, tie, tieInputs } from './shapes.js'

const flipped = (attributes: Attributes, name: 'transA' | 'transB'): boolean => boolean(attributes, name, false)

/** The last two dimensions, as they stand in the product. */
function matrix({ shape }: TensorType, transposed: boolean): Shape {
  const last = [dimAt('matmul', shape, shape.length - 2), dimAt('matmul', shape, shape.length - 1)]
  return transposed ? last.toReversed() : last
}

/**
 * `matmul(a, b) {transA, transB, fused} : f32[…, n, k], f32[…, k, m] → f32[…, n, m]`, over the last two axes, which the
 * flags exchange first; axes in front broadcast. Plain matrices are a Gemm, which transposes without copying; so does ONNX Runtime's
 * own FusedMatMul, which gradients ask for by `fused`: they are in no file that is emitted.
 */
export const matmul: Op = {
  name: 'matmul',
  doc: 'the matrix product over the last two axes',
  infer(inputs, attributes) {
    operands('matmul', inputs, 2)
    const [a, b] = [operand('matmul', inputs, 0), operand('matmul', inputs, 1)]
    const [n = 0, k] = matrix(a, flipped(attributes, 'transA'))
    const [inner, m = 0] = matrix(b, flipped(attributes, 'transB'))
    if (k !== inner) fail('matmul', `[${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit: ${k} against ${inner}`)
    return [{ dtype: 'f32', shape: [...broadcast('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2)), n, m] }]
  },
  vjp({ writer, inputs: [a, b], gradients: [dy], attributes }) {
    if (a === undefined || b === undefined || dy === undefined) return []
    const [transA, transB] = [flipped(attributes, 'transA'), flipped(attributes, 'transB')]
    const [shapeA, shapeB] = [writer.typeOf(a).shape, writer.typeOf(b).shape]
    const within: Attributes = shapeA.length === 2 && shapeB.length === 2 ? {} : { fused: true }
    const da = transA
      ? writer.add('matmul', [b, dy], { transA: transB, transB: true, ...within })
      : writer.add('matmul', [dy, b], { transB: !transB, ...within })
    // One matrix for all of a batch: the batch is but more rows, and no product for each sample is made.
    if (!transA && shapeB.length === 2 && shapeA.length > 2) {
      const rows = (value: number, size: number) => writer.add('reshape', [value], { shape: [-1, size] })
      const [k, m] = [shapeA.at(-1), writer.typeOf(dy).shape.at(-1)]
      if (typeof k === 'number' && typeof m === 'number') {
        const [flatA, flatDy] = [rows(a, k), rows(dy, m)]
        return [da, writer.add('matmul', transB ? [flatDy, flatA] : [flatA, flatDy], { transA: true })]
      }
    }
    const db = transB
      ? writer.add('matmul', [dy, a], { transA: true, transB: transA, ...within })
      : writer.add('matmul', [a, dy], { transA: !transA, ...within })
    return [sumTo(writer, da, a), sumTo(writer, db, b)]
  },
  cost([a], [y], attributes) {
    if (a === undefined || y === undefined) return { macs: 0 }
    return { macs: perSample(y.shape) * perSample(matrix(a, flipped(attributes, 'transA')).slice(1)) }
  },
  onnx(writer, attributes) {
    const [a = '', b = ''] = writer.inputs
    const [transA, transB] = [flipped(attributes, 'transA'), flipped(attributes, 'transB')]
    if (writer.inputTypes.every(({ shape }) => shape.length === 2) && (transA || transB)) {
      writer.node('Gemm', [a, b], { ...(transA ? { transA: 1 } : {}), ...(transB ? { transB: 1 } : {}) }, writer.outputs)
      return
    }
    if (boolean(attributes, 'fused', false) && (transA || transB)) {
      writer.node('FusedMatMul', [a, b], { transA: Number(transA), transB: Number(transB) }, writer.outputs, 'com.microsoft')
      return
    }
    writer.node('MatMul', [transA ? turned(writer, 0) : a, transB ? turned(writer, 1) : b], {}, writer.outputs)
  },
  channels([a, b], [y], attributes) {
    if (a === undefined || b === undefined || y === undefined) return []
    const [rankA, rankB, rank] = [a.shape.length, b.shape.length, y.shape.length]
    const [n, k] = flipped(attributes, 'transA') ? [rankA - 1, rankA - 2] : [rankA - 2, rankA - 1]
    const [inner, m] = flipped(attributes, 'transB') ? [rankB - 1, rankB - 2] : [rankB - 2, rankB - 1]
    const batch = [a, b].flatMap(({ shape }, index) =>
      shape.slice(0, -2).flatMap((dim, axis) => (dim === 1 ? [] : [tie(index, axis, axis + rank - shape.length)])))
    return [...batch, tie(0, n, rank - 2), tie(1, m, rank - 1), tieInputs(0, k, 1, inner)]
  },
  quantization: { role: 'activation', floatOutput: true },
}

function turned(writer: OnnxWriter, index: number): string {
  const rank = writer.inputTypes[index]?.shape.length ?? 2
  const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
  return writer.node('Transpose', [writer.inputs[index] ?? ''], { perm })
}
