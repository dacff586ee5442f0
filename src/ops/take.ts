import type { Attributes } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { number } from './attributes.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { axesFrom, axisOf, fail, operand, operands, tie } from './shapes.js'

/** The axis taken along, which is not the batch. */
export function takenAxis(op: string, x: TensorType, indices: TensorType, attributes: Attributes): number {
  const axis = axisOf(op, x.shape.length, number(attributes, 'axis', 1))
  if (axis === 0 || indices.shape[0] !== x.shape[0]) fail(op, `[${x.shape.join(', ')}] and [${indices.shape.join(', ')}] need a common batch, and an axis behind it`)
  return axis
}

/** `axis` moved to stand next to the batch. */
export const toFront = (rank: number, axis: number): readonly number[] => [0, axis, ...axesFrom(1, rank - 1).filter((each) => each !== axis)]

/** `take(x, indices) {axis} : T[N, A, n, B], i64[N, I] → T[N, A, I, B]`: of each sample, the values at its own indices along an axis. */
export const take: Op = {
  name: 'take',
  doc: 'the values at indices of each sample of its own',
  infer(inputs, attributes) {
    operands('take', inputs, 2)
    const [x, indices] = [operand('take', inputs, 0), operand('take', inputs, 1, ['i64'])]
    const axis = takenAxis('take', x, indices, attributes)
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...indices.shape.slice(1), ...x.shape.slice(axis + 1)] }]
  },
  vjp({ writer, inputs: [x, indices], gradients: [dy], attributes }) {
    return x === undefined || indices === undefined || dy === undefined ? [] : [writer.add('take_gradient', [dy, indices, x], attributes)]
  },
  onnx(writer, attributes) {
    const [[x = '', indices = ''], [type, places]] = [writer.inputs, writer.inputTypes]
    if (type === undefined || places === undefined) return
    const axis = takenAxis('take', type, places, attributes)
    const width = places.shape.length - 1
    const front = axis === 1 ? x : writer.node('Transpose', [x], { perm: toFront(type.shape.length, axis) })
    const rows = writer.node('Unsqueeze', [indices, ints(writer, [width + 1])])
    const taken = writer.node('GatherND', [front, rows], { batch_dims: 1 }, axis === 1 ? writer.outputs : undefined)
    if (axis === 1) return
    // [N, I, A, B] → [N, A, I, B]
    const perm = [0, ...axesFrom(1 + width, axis - 1), ...axesFrom(1, width), ...axesFrom(width + axis, type.shape.length - axis - 1)]
    writer.node('Transpose', [taken], { perm }, writer.outputs)
  },
  channels([x, indices], _outputs, attributes) {
    if (x === undefined || indices === undefined) return []
    const axis = takenAxis('take', x, indices, attributes)
    const shift = indices.shape.length - 2
    return x.shape.flatMap((_, each) => (each === axis ? [] : [tie(0, each, each < axis ? each : each + shift)]))
  },
}
