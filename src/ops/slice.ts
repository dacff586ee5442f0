import type { Attributes } from '../ir/graph.js'
import type { Dim, TensorType } from '../types/tensor.js'
import { elementCount, zeros } from '../types/tensor.js'
import { numbers } from './attributes.js'
import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { axisOf, fail, operands, sizeAt, tieAxes } from './shapes.js'

interface Range {
  readonly start: number
  readonly end: number
}

/** The range of each sliced axis, counted from the front. */
export function ranges(x: TensorType, attributes: Attributes): ReadonlyMap<number, Range> {
  const [starts, ends] = [numbers(attributes, 'starts'), numbers(attributes, 'ends')]
  return new Map(
    numbers(attributes, 'axes').map((given, index) => {
      const axis = axisOf('slice', x.shape.length, given)
      const size = sizeAt('slice', x.shape, axis)
      const place = (value: number): number => Math.min(value < 0 ? value + size : value, size)
      const range = { start: place(starts[index] ?? 0), end: place(ends[index] ?? size) }
      if (range.start < 0 || range.end <= range.start) fail('slice', `axis ${axis} of size ${size} has nothing from ${range.start} to ${range.end}`)
      return [axis, range]
    }),
  )
}

function cut<D extends Dim>(shape: readonly D[], parts: ReadonlyMap<number, Range>): (D | number)[] {
  return shape.map((dim, axis) => {
    const part = parts.get(axis)
    return part === undefined ? dim : part.end - part.start
  })
}

/** `slice(x) {axes, starts, ends}`: from `start` up to but not including `end` of each named axis. */
export const slice: Op = {
  name: 'slice',
  doc: 'a part of a tensor along axes',
  infer(inputs, attributes) {
    operands('slice', inputs, 1)
    return inputs.map((x) => ({ dtype: x.dtype, shape: cut(x.shape, ranges(x, attributes)) }))
  },
  vjp({ writer, inputs: [x], gradients: [dy], attributes }) {
    if (x === undefined || dy === undefined) return []
    const type = writer.typeOf(x)
    const parts = ranges(type, attributes)
    const before = type.shape.map((_, axis) => parts.get(axis)?.start ?? 0)
    const after = type.shape.map((_, axis) => {
      const part = parts.get(axis)
      return part === undefined ? 0 : sizeAt('slice', type.shape, axis) - part.end
    })
    return [writer.add('pad', [dy], { pads: [...before, ...after] })]
  },
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const [type] = writer.inputTypes
    const parts = type === undefined ? [] : [...ranges(type, attributes)]
    const lists = [parts.map(([, { start }]) => start), parts.map(([, { end }]) => end), parts.map(([axis]) => axis)]
    // The runtime refuses to slice a scalar.
    if (parts.length === 0) writer.node('Identity', [x], {}, writer.outputs)
    else writer.node('Slice', [x, ...lists.map((list) => ints(writer, list))], {}, writer.outputs)
  },
  evaluate([x], attributes) {
    if (x === undefined) return []
    const parts = ranges(x, attributes)
    const shape = cut(x.shape, parts)
    const result = zeros(x.dtype, shape)
    for (let index = 0; index < result.data.length; index++) {
      let [rest, place] = [index, 0]
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const size = shape[axis] ?? 1
        place += ((rest % size) + (parts.get(axis)?.start ?? 0)) * elementCount(x.shape.slice(axis + 1))
        rest = Math.floor(rest / size)
      }
      result.data[index] = x.data[place] as never
    }
    return [result]
  },
  channels: (inputs, _outputs, attributes) => tieAxes(inputs, inputs[0] === undefined ? [] : [...ranges(inputs[0], attributes).keys()]),
  identity: ([x], attributes) =>
    x !== undefined && [...ranges(x, attributes)].every(([axis, { start, end }]) => start === 0 && end === x.shape[axis]) ? 0 : undefined,
  quantization: { role: 'pass' },
}
