import { number, numbers } from './attributes.js'
import { ints, number32 } from './elementwise.js'
import type { Op } from './op.js'
import { fail, operand, operands, sizeAt, tieAxes } from './shapes.js'

/** Axes that `pads` makes larger. */
const padded = (pads: readonly number[]): readonly number[] => {
  const rank = pads.length / 2
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => pads[axis] !== 0 || pads[axis + rank] !== 0)
}

/** `pad(x) {pads, value}`: `pads` holds what is added before each axis, then what is added after each; `value` is 0 by default. */
export const pad: Op = {
  name: 'pad',
  doc: 'a constant added around a tensor',
  infer(inputs, attributes) {
    operands('pad', inputs, 1)
    const { dtype, shape } = operand('pad', inputs, 0)
    const pads = numbers(attributes, 'pads')
    const rank = shape.length
    if (pads.length !== 2 * rank || pads.some((amount) => amount < 0)) fail('pad', `needs ${2 * rank} amounts that are not negative`)
    const grown = padded(pads)
    return [{
      dtype,
      shape: shape.map((dim, axis) =>
        grown.includes(axis) ? sizeAt('pad', shape, axis) + (pads[axis] ?? 0) + (pads[axis + rank] ?? 0) : dim),
    }]
  },
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return []
    const { shape } = writer.typeOf(x)
    const pads = numbers(attributes, 'pads')
    const axes = padded(pads)
    const starts = axes.map((axis) => pads[axis] ?? 0)
    const ends = axes.map((axis) => (pads[axis] ?? 0) + sizeAt('pad', shape, axis))
    return [axes.length === 0 ? dy : writer.add('slice', [dy], { axes, starts, ends })]
  },
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const value = number(attributes, 'value', 0)
    // The runtime refuses to pad a scalar.
    if (numbers(attributes, 'pads').length === 0) writer.node('Identity', [x], {}, writer.outputs)
    else writer.node('Pad', [x, ints(writer, numbers(attributes, 'pads')), ...(value === 0 ? [] : [number32(writer, value)])], {}, writer.outputs)
  },
  channels: (inputs, _outputs, attributes) => tieAxes(inputs, padded(numbers(attributes, 'pads'))),
  identity: (_inputs, attributes) => (numbers(attributes, 'pads').every((amount) => amount === 0) ? 0 : undefined),
}
