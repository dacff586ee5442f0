import { elementCount, zeros, type Tensor } from '../types/tensor.js'
import { numbers } from './attributes.js'
import type { Op } from './op.js'
import { dimAt, fail, operands, tie } from './shapes.js'

/** `transpose(x) {perm}`: axis i of the result is axis perm[i] of x. */
export const transpose: Op = {
  name: 'transpose',
  doc: 'axes in another order',
  infer(inputs, attributes) {
    operands('transpose', inputs, 1)
    return inputs.map(({ dtype, shape }) => {
      const perm = numbers(attributes, 'perm')
      if (perm.toSorted((a, b) => a - b).some((axis, index) => axis !== index) || perm.length !== shape.length) {
        fail('transpose', `[${perm.join(', ')}] is no order of ${shape.length} axes`)
      }
      return { dtype, shape: perm.map((axis) => dimAt('transpose', shape, axis)) }
    })
  },
  vjp({ writer, gradients: [dy], attributes }) {
    const perm = numbers(attributes, 'perm')
    return dy === undefined ? [] : [writer.add('transpose', [dy], { perm: perm.map((_, axis) => perm.indexOf(axis)) })]
  },
  onnx: (writer, attributes) => void writer.node('Transpose', writer.inputs, { perm: numbers(attributes, 'perm') }, writer.outputs),
  evaluate: ([x], attributes) => (x === undefined ? [] : [permute(x, numbers(attributes, 'perm'))]),
  channels: (_inputs, _outputs, attributes) => numbers(attributes, 'perm').map((from, axis) => tie(0, from, axis)),
  identity: (_inputs, attributes) => (numbers(attributes, 'perm').every((axis, index) => axis === index) ? 0 : undefined),
  quantization: { role: 'pass' },
}

function permute(x: Tensor, perm: readonly number[]): Tensor {
  const shape = perm.map((axis) => x.shape[axis] ?? 1)
  const strides = perm.map((axis) => elementCount(x.shape.slice(axis + 1)))
  const result = zeros(x.dtype, shape)
  for (let index = 0; index < result.data.length; index++) {
    let [rest, place] = [index, 0]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1
      place += (rest % size) * (strides[axis] ?? 0)
      rest = Math.floor(rest / size)
    }
    result.data[index] = x.data[place] as never
  }
  return result
}
