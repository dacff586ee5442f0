/** What argmax and argmin have in common: the first place of an extreme value along an axis. */
import type { Attributes } from '../ir/graph.js'
import { elementCount, zeros, type Tensor } from '../types/tensor.js'
import { number } from './attributes.js'
import type { Op } from './op.js'
import { axisOf, operand, operands } from './shapes.js'
import { tieReduced } from './reduce.js'

const axisIn = (name: string, rank: number, attributes: Attributes): number => axisOf(name, rank, number(attributes, 'axis', -1))

export function extremePlace(name: string, doc: string, onnx: string, better: (value: number, best: number) => boolean): Op {
  return {
    name,
    doc,
    infer(inputs, attributes) {
      operands(name, inputs, 1)
      const { shape } = operand(name, inputs, 0)
      const axis = axisIn(name, shape.length, attributes)
      return [{ dtype: 'i64', shape: shape.filter((_, each) => each !== axis) }]
    },
    // A place does not move with the values, until it jumps.
    vjp: () => [],
    onnx(writer, attributes) {
      const axis = axisIn(name, writer.inputTypes[0]?.shape.length ?? 0, attributes)
      writer.node(onnx, writer.inputs, { axis, keepdims: 0 }, writer.outputs)
    },
    evaluate: ([x], attributes) => (x === undefined ? [] : [places(x, axisIn(name, x.shape.length, attributes), better)]),
    channels: (inputs, _outputs, attributes) => tieReduced(name, inputs, { axes: [axisIn(name, inputs[0]?.shape.length ?? 0, attributes)] }),
  }
}

function places(x: Tensor, axis: number, better: (value: number, best: number) => boolean): Tensor<'i64'> {
  const result = zeros('i64', x.shape.filter((_, each) => each !== axis))
  const [size, inner] = [x.shape[axis] ?? 1, elementCount(x.shape.slice(axis + 1))]
  const at = (index: number, place: number): number => Number(x.data[(Math.floor(index / inner) * size + place) * inner + (index % inner)])
  for (let index = 0; index < result.data.length; index++) {
    let best = 0
    for (let place = 1; place < size; place++) if (better(at(index, place), at(index, best))) best = place
    result.data[index] = BigInt(best)
  }
  return result
}
