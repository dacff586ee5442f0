/** What cumulative ops have in common. Attributes: `axis`, `reverse` (from the end), `exclusive` (of those before alone). */
import type { Attributes } from '../ir/graph.js'
import { elementCount, zeros, type Tensor, type TensorType } from '../types/tensor.js'
import { boolean, number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, operand, operands, sizeAt, tieAxes } from './shapes.js'

export interface Cumulative {
  readonly axis: number
  /** Along the axis. */
  readonly size: number
  readonly reverse: boolean
  readonly exclusive: boolean
}

export function cumulativeOf(op: string, x: TensorType, attributes: Attributes): Cumulative {
  const axis = axisOf(op, x.shape.length, number(attributes, 'axis'))
  return { axis, size: sizeAt(op, x.shape, axis), reverse: boolean(attributes, 'reverse', false), exclusive: boolean(attributes, 'exclusive', false) }
}

interface CumulativeRule extends Pick<Op, 'onnx'> {
  readonly name: string
  readonly doc: string
  readonly start: number
  readonly step: (total: number, value: number) => number
  readonly vjp: NonNullable<Op['vjp']>
}

export function cumulative({ name, doc, start, step, onnx, vjp }: CumulativeRule): Op {
  return {
    name,
    doc,
    infer(inputs, attributes) {
      operands(name, inputs, 1)
      const x = operand(name, inputs, 0)
      cumulativeOf(name, x, attributes)
      return [x]
    },
    vjp,
    onnx,
    evaluate: ([x], attributes) => (x === undefined ? [] : [along(x, cumulativeOf(name, x, attributes), start, step)]),
    channels: (inputs, _outputs, attributes) => tieAxes(inputs, inputs[0] === undefined ? [] : [cumulativeOf(name, inputs[0], attributes).axis]),
  }
}

function along(x: Tensor, { axis, size, reverse, exclusive }: Cumulative, start: number, step: (total: number, value: number) => number): Tensor {
  const result = zeros('f32', x.shape)
  const inner = elementCount(x.shape.slice(axis + 1))
  for (let first = 0; first < x.data.length; first += first % inner === inner - 1 ? inner * (size - 1) + 1 : 1) {
    let total = start
    for (let index = 0; index < size; index++) {
      const place = first + (reverse ? size - 1 - index : index) * inner
      const next = step(total, Number(x.data[place]))
      result.data[place] = exclusive ? total : next
      total = next
    }
  }
  return result
}
