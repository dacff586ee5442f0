import type { Attributes } from '../ir/graph.js'
import { elementCount, zeros, type TensorType } from '../types/tensor.js'
import { number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, fail, sizeAt, tie } from './shapes.js'

const axisIn = (inputs: readonly { readonly shape: readonly unknown[] }[], attributes: Attributes): number =>
  axisOf('concat', inputs[0]?.shape.length ?? 0, number(attributes, 'axis'))

/** Where each operand begins in the result. */
function offsets(inputs: readonly TensorType[], axis: number): readonly number[] {
  let next = 0
  return inputs.map(({ shape }) => {
    const offset = next
    next += sizeAt('concat', shape, axis)
    return offset
  })
}

/** `concat(x…) {axis}` */
export const concat: Op = {
  name: 'concat',
  doc: 'tensors joined along an axis',
  infer(inputs, attributes) {
    const [first] = inputs
    if (first === undefined) fail('concat', 'needs at least one operand')
    const axis = axisIn(inputs, attributes)
    for (const { dtype, shape } of inputs) {
      if (dtype !== first.dtype || shape.length !== first.shape.length || shape.some((dim, index) => index !== axis && dim !== first.shape[index])) {
        fail('concat', `operands differ outside axis ${axis}`)
      }
    }
    const total = inputs.reduce((size, { shape }) => size + sizeAt('concat', shape, axis), 0)
    return [{ dtype: first.dtype, shape: first.shape.map((dim, index) => (index === axis ? total : dim)) }]
  },
  vjp({ writer, inputs, gradients: [dy], attributes }) {
    if (dy === undefined) return []
    const types = inputs.map((value) => writer.typeOf(value))
    const axis = axisIn(types, attributes)
    const starts = offsets(types, axis)
    return types.map(({ shape }, index) => {
      const start = starts[index] ?? 0
      return writer.add('slice', [dy], { axes: [axis], starts: [start], ends: [start + sizeAt('concat', shape, axis)] })
    })
  },
  onnx: (writer, attributes) => void writer.node('Concat', writer.inputs, { axis: axisIn(writer.inputTypes, attributes) }, writer.outputs),
  evaluate(tensors, attributes) {
    const [first] = tensors
    if (first === undefined) return []
    const axis = axisIn(tensors, attributes)
    const total = tensors.reduce((size, { shape }) => size + (shape[axis] ?? 0), 0)
    const result = zeros(first.dtype, first.shape.map((dim, index) => (index === axis ? total : dim)))
    const inner = elementCount(first.shape.slice(axis + 1))
    let place = 0
    for (let outer = 0; outer < elementCount(first.shape.slice(0, axis)); outer++) {
      for (const { shape, data } of tensors) {
        const size = (shape[axis] ?? 0) * inner
        result.data.set(data.subarray(outer * size, (outer + 1) * size) as never, place)
        place += size
      }
    }
    return [result]
  },
  channels(inputs, _outputs, attributes) {
    const axis = axisIn(inputs, attributes)
    const starts = offsets(inputs, axis)
    return inputs.flatMap(({ shape }, index) =>
      shape.map((_, each) => ({ ...tie(index, each, each), ...(each === axis ? { offset: starts[index] ?? 0 } : {}) })))
  },
  identity: (inputs) => (inputs.length === 1 ? 0 : undefined),
  quantization: { role: 'activation' },
}
