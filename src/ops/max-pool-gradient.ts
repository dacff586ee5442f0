import { f32 } from '../types/tensor.js'
import { ints, number32 } from './elementwise.js'
import { poolGeometry, tiles, uncovered, windows, type Geometry } from './geometry.js'
import { float, type OnnxWriter, type Op } from './op.js'
import { operand, operands } from './shapes.js'

/**
 * `max_pool_gradient(dy, x, y) {kernel, stride, pads}`: dy where x is its window's largest value, else 0. Windows
 * that tile the image: y and dy are enlarged and compared with x, and values that tie share the gradient.
 * Windows that overlap: dy is added at the place of the first largest value, as most libraries do.
 */
export const maxPoolGradient: Op = {
  name: 'max_pool_gradient',
  doc: 'the gradient of the largest value of each window',
  infer(inputs, attributes) {
    operands('max_pool_gradient', inputs, 3)
    const x = operand('max_pool_gradient', inputs, 1)
    poolGeometry('max_pool_gradient', x, attributes)
    return [x]
  },
  onnx(writer, attributes) {
    const [, x] = writer.inputTypes
    if (x === undefined) return
    const found = poolGeometry('max_pool_gradient', x, attributes)
    if (tiles(found)) compare(writer, found)
    else scatter(writer, found)
  },
}

function compare(writer: OnnxWriter, found: Geometry): void {
  const { kernel: [kh, kw], out } = found
  const [dy = '', image = '', y = ''] = writer.inputs
  const rest = uncovered(found)
  const whole = rest[0] === 0 && rest[1] === 0
  const x = whole ? image : writer.node('Slice', [image, ints(writer, [0, 0]), ints(writer, [out[0] * kh, out[1] * kw]), ints(writer, [2, 3])])
  // 1 where x − max is 0, else 0: a steep HardSigmoid is faster than Equal and Cast.
  const below = writer.node('Sub', [x, enlarged(writer, y, kh, kw)])
  const mask = writer.node('HardSigmoid', [below], { alpha: float(1e30), beta: float(1) })
  const each = writer.node('Div', [dy, ties(writer, mask, found)])
  const result = writer.node('Mul', [mask, enlarged(writer, each, kh, kw)], {}, whole ? writer.outputs : undefined)
  if (!whole) writer.node('Pad', [result, ints(writer, [0, 0, 0, 0, 0, 0, ...rest])], {}, writer.outputs)
}

/** Widest row of windows that is summed by a matrix product. */
const widest = 64

/**
 * How many values of each window are 1. The rows that belong to a row of windows lie side by side, so
 * that their sum is a product with a constant matrix, in a third of the time of a pool without blocked channels.
 */
function ties(writer: OnnxWriter, mask: string, { kernel: [kh, kw], out: [rows, columns] }: Geometry): string {
  const channels = writer.inputTypes[0]?.shape[1]
  if (columns > widest || typeof channels !== 'number') {
    const mean = writer.node('AveragePool', [mask], { kernel_shape: [kh, kw], strides: [kh, kw] })
    return writer.node('Mul', [mean, number32(writer, kh * kw)])
  }
  const width = columns * kw
  const belongs = Array.from({ length: kh * width * columns }, (_, index) =>
    Math.floor((Math.floor(index / columns) % width) / kw) === index % columns ? 1 : 0)
  const flat = writer.node('Reshape', [mask, ints(writer, [-1, kh * width])])
  const sums = writer.node('MatMul', [flat, writer.constant(f32([kh * width, columns], belongs))])
  return writer.node('Reshape', [sums, ints(writer, [-1, channels, rows, columns])])
}

/** Each value repeated kh × kw times. */
const enlarged = (writer: OnnxWriter, value: string, kh: number, kw: number): string =>
  writer.node('Resize', [value, '', writer.constant(f32([4], [1, 1, kh, kw]))], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  })

function scatter(writer: OnnxWriter, found: Geometry): void {
  const [dy = '', x = ''] = writer.inputs
  const flat = ints(writer, [-1])
  const [again, indices] = ['values', 'indices'].map((name) => `${writer.outputs[0] ?? ''}/${name}`)
  writer.node('MaxPool', [x], windows(found), [again ?? '', indices ?? ''])
  // The indices count over the whole tensor.
  const shape = writer.node('Shape', [x])
  const blank = writer.node('ConstantOfShape', [writer.node('ReduceProd', [shape], { keepdims: 1 })], {})
  const sum = writer.node(
    'ScatterElements',
    [blank, writer.node('Reshape', [indices ?? '', flat]), writer.node('Reshape', [dy, flat])],
    { axis: 0, reduction: 'add' },
  )
  writer.node('Reshape', [sum, shape], {}, writer.outputs)
}

