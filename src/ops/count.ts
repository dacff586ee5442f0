import { scalar } from '../types/tensor.js'
import { elementCount } from '../types/tensor.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { axesOf, operands } from './shapes.js'

/** `count(x) {axes} : f32[]`: the product of the sizes of some axes, for means over a batch of unknown size. */
export const count: Op = {
  name: 'count',
  doc: 'how many elements lie along axes',
  infer(inputs, attributes) {
    operands('count', inputs, 1)
    axesOf('count', inputs[0]?.shape.length ?? 0, attributes)
    return [{ dtype: 'f32', shape: [] }]
  },
  vjp: () => [],
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const shape = writer.inputTypes[0]?.shape ?? []
    const axes = axesOf('count', shape.length, attributes)
    const unknown = axes.filter((axis) => typeof shape[axis] !== 'number')
    const known = elementCount(axes.map((axis) => shape[axis]).filter((dim) => typeof dim === 'number'))
    const sizes = writer.node('Gather', [writer.node('Shape', [x]), ints(writer, unknown)])
    const product = writer.node('ReduceProd', [sizes], { keepdims: 0 })
    const number = writer.node('Cast', [product], { to: { dtype: 'f32' } }, known === 1 ? writer.outputs : undefined)
    if (known !== 1) writer.node('Mul', [number, writer.constant(scalar(known))], {}, writer.outputs)
  },
  evaluate: ([x], attributes) =>
    x === undefined ? [] : [scalar(elementCount(axesOf('count', x.shape.length, attributes).map((axis) => x.shape[axis] ?? 1)))],
  channels: () => [],
}
