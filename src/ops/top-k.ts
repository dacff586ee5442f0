import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { number } from './attributes.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { axisOf, fail, operand, operands, sizeAt, tie } from './shapes.js'

const axisIn = (x: TensorType, attributes: Attributes): number => axisOf('top_k', x.shape.length, number(attributes, 'axis', -1))

/** `top_k(x) {k, axis} : f32[…, n, …] → f32[…, k, …], i64[…, k, …]`: the largest values, largest first, and where they stand. */
export const topK: Op = {
  name: 'top_k',
  doc: 'the k largest values along an axis, and where they stand',
  infer(inputs, attributes) {
    operands('top_k', inputs, 1)
    const x = operand('top_k', inputs, 0)
    const [axis, k] = [axisIn(x, attributes), number(attributes, 'k')]
    if (k < 1 || k > sizeAt('top_k', x.shape, axis)) fail('top_k', `there are no ${k} values along axis ${axis} of [${x.shape.join(', ')}]`)
    const shape = x.shape.map((dim, each) => (each === axis ? k : dim))
    return [{ dtype: 'f32', shape }, { dtype: 'i64', shape }]
  },
  vjp({ writer, inputs: [x], outputs: [, places], gradients: [dy], attributes }) {
    if (x === undefined || places === undefined || dy === undefined) return []
    return [writer.add('scatter_along', [dy, places, x], { axis: axisIn(writer.typeOf(x), attributes) })]
  },
  onnx(writer, attributes) {
    const [[x = ''], [type]] = [writer.inputs, writer.inputTypes]
    if (type !== undefined) writer.node('TopK', [x, ints(writer, [number(attributes, 'k')])], { axis: axisIn(type, attributes) }, writer.outputs)
  },
  channels([x], _outputs, attributes) {
    if (x === undefined) return []
    const axis = axisIn(x, attributes)
    return x.shape.flatMap((_, each) => (each === axis ? [] : [tie(0, each, each, 0), tie(0, each, each, 1)]))
  },
}
