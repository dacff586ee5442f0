import type { Attributes, ValueId } from '../ir/graph.js'
import { f32, type Tensor, type TensorType } from '../types/tensor.js'
import { numbers, string } from './attributes.js'
import { ints } from './elementwise.js'
import { spatial } from './geometry.js'
import type { OnnxAttributes, Op } from './op.js'
import { fail, operand, operands, perSample, tie } from './shapes.js'

const modes = ['nearest', 'bilinear'] as const
type Mode = (typeof modes)[number]

function modeOf(attributes: Attributes): Mode {
  const mode = modes.find((each) => each === string(attributes, 'mode', 'nearest'))
  return mode ?? fail('resize', 'its `mode` is nearest or bilinear')
}

function sizeOf(attributes: Attributes): readonly [number, number] {
  const [height = 0, width = 0, ...rest] = numbers(attributes, 'size')
  if (rest.length > 0 || Math.min(height, width) < 1) fail('resize', '`size` needs two numbers of at least 1')
  return [height, width]
}

/**
 * What one axis does, as a matrix f32[to, from]. Bilinear: the place i has its middle at (i + ½) · from / to − ½ of the
 * original, between two of its places, of which none lies beyond the edge. Nearest: it is the place ⌊i · from / to⌋.
 */
function matrix(from: number, to: number, mode: Mode): Tensor {
  const data = new Float32Array(to * from)
  for (let row = 0; row < to; row++) {
    const place = mode === 'nearest' ? Math.floor((row * from) / to) : Math.min(Math.max(((row + 0.5) * from) / to - 0.5, 0), from - 1)
    const before = Math.floor(place)
    const beside = Math.min(before + 1, from - 1)
    for (const [column, weight] of [[before, 1 - (place - before)], [beside, place - before]] as const) {
      data[row * from + column] = (data[row * from + column] ?? 0) + weight
    }
  }
  return f32([to, from], data)
}

const scaled = ({ shape }: TensorType, size: readonly [number, number]): TensorType => ({ dtype: 'f32', shape: [...shape.slice(0, 2), ...size] })

/** `resize(x) {size, mode} : f32[N, C, H, W] → f32[N, C, size…]`, mode nearest or bilinear (half-pixel centres). */
export const resize: Op = {
  name: 'resize',
  doc: 'an image at another size',
  infer(inputs, attributes) {
    operands('resize', inputs, 1)
    const x = operand('resize', inputs, 0)
    spatial('resize', x)
    modeOf(attributes)
    return [scaled(x, sizeOf(attributes))]
  },
  // y = A · x · Bᵀ along the two axes, and so dx = Aᵀ · dy · B.
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return []
    const [from, to, mode] = [spatial('resize', writer.typeOf(x)), sizeOf(attributes), modeOf(attributes)]
    const along = (axis: 0 | 1): ValueId => writer.constant(matrix(from[axis], to[axis], mode))
    const columns = writer.add('matmul', [dy, along(1)])
    return [writer.add('matmul', [along(0), columns], { transA: true })]
  },
  cost: (_inputs, [y], attributes) => ({ macs: y === undefined || modeOf(attributes) === 'nearest' ? 0 : 4 * perSample(y.shape) }),
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const [type] = writer.inputTypes
    if (type === undefined) return
    const [from, to] = [spatial('resize', type), sizeOf(attributes)]
    const form: OnnxAttributes = modeOf(attributes) === 'bilinear'
      ? { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
      : { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
    // All four axes, as the runtime's passes over transposes need them. A whole factor is exact as a scale; else sizes are given.
    if (to.every((size, axis) => size % (from[axis] ?? 1) === 0)) {
      const scales = writer.constant(f32([4], [1, 1, to[0] / from[0], to[1] / from[1]]))
      writer.node('Resize', [x, '', scales], form, writer.outputs)
    } else {
      const sizes = writer.node('Concat', [writer.node('Shape', [x], { start: 0, end: 2 }), ints(writer, to)], { axis: 0 })
      writer.node('Resize', [x, '', '', sizes], form, writer.outputs)
    }
  },
  channels: () => [tie(0, 0, 0), tie(0, 1, 1)],
  quantization: { role: 'pass' },
}
