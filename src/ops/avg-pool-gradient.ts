import { f32 } from '../types/tensor.js'
import { ints, number32 } from './elementwise.js'
import { poolGeometry, tiles, uncovered, type Geometry } from './geometry.js'
import type { Op } from './op.js'
import { operand, operands } from './shapes.js'

/**
 * `avg_pool_gradient(dy, x) {kernel, stride, pads}`: each window's gradient, divided by the number of values that
 * it averaged, at all of its places. Values of x are not read. Windows that tile the image: dy enlarged.
 * Others: a ConvTranspose of every channel by itself with a kernel of ones.
 */
export const avgPoolGradient: Op = {
  name: 'avg_pool_gradient',
  doc: 'the gradient of the mean of each window',
  infer(inputs, attributes) {
    operands('avg_pool_gradient', inputs, 2)
    const x = operand('avg_pool_gradient', inputs, 1)
    poolGeometry('avg_pool_gradient', x, attributes)
    return [x]
  },
  onnx(writer, attributes) {
    const [, x] = writer.inputTypes
    if (x === undefined) return
    const found = poolGeometry('avg_pool_gradient', x, attributes)
    const { kernel, stride, pads, size, out } = found
    const [dy = ''] = writer.inputs
    if (tiles(found)) {
      const rest = uncovered(found)
      const whole = rest[0] === 0 && rest[1] === 0
      const each = writer.node('Mul', [dy, number32(writer, 1 / (kernel[0] * kernel[1]))])
      const large = writer.node(
        'Resize',
        [each, '', writer.constant(f32([4], [1, 1, ...kernel]))],
        { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
        whole ? writer.outputs : undefined,
      )
      if (!whole) writer.node('Pad', [large, ints(writer, [0, 0, 0, 0, 0, 0, ...rest])], {}, writer.outputs)
      return
    }
    const each = writer.node('Mul', [dy, writer.constant(f32([1, 1, ...out], shares(found)))])
    const single = writer.node('Reshape', [each, ints(writer, [-1, 1, ...out])])
    const ones = writer.constant(f32([1, 1, ...kernel], new Float32Array(kernel[0] * kernel[1]).fill(1)))
    const rest = (axis: 0 | 1): number => size[axis] - ((out[axis] - 1) * stride[axis] + kernel[axis] - pads[axis] - pads[axis === 0 ? 2 : 3])
    const spread = writer.node('ConvTranspose', [single, ones], {
      kernel_shape: kernel,
      strides: stride,
      pads,
      output_padding: [rest(0), rest(1)],
    })
    writer.node('Reshape', [spread, ints(writer, [-1, ...x.shape.slice(1).map(Number)])], {}, writer.outputs)
  },
}

/** 1 / (values of the image in each window). */
function shares({ kernel, stride, pads, size, out }: Geometry): readonly number[] {
  const counts = (axis: 0 | 1): readonly number[] =>
    Array.from({ length: out[axis] }, (_, index) => {
      const start = index * stride[axis] - pads[axis]
      return Math.min(start + kernel[axis], size[axis]) - Math.max(start, 0)
    })
  return counts(0).flatMap((rows) => counts(1).map((columns) => 1 / (rows * columns)))
}
