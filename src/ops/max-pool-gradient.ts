import { f32 } from '../types/tensor.js'
import { ints, number32 } from './elementwise.js'
import { poolGeometry, tiles, uncovered, windows, type Geometry } from './geometry.js'
import type { OnnxWriter, Op } from './op.js'
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
  const mask = writer.node('Cast', [writer.node('Equal', [x, enlarged(writer, y, kh, kw)])], { to: { dtype: 'f32' } })
  // The mean of the mask is (number of ties) / (kh·kw).
  const share = writer.node('AveragePool', [mask], { kernel_shape: [kh, kw], strides: [kh, kw] })
  const each = writer.node('Div', [dy, writer.node('Mul', [share, number32(writer, kh * kw)])])
  const result = writer.node('Mul', [mask, enlarged(writer, each, kh, kw)], {}, whole ? writer.outputs : undefined)
  if (!whole) writer.node('Pad', [result, ints(writer, [0, 0, 0, 0, 0, 0, ...rest])], {}, writer.outputs)
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

