import type { Attributes } from '../ir/graph.js'
import { sameShape, type Shape, type TensorType } from '../types/tensor.js'
import { numbers } from './attributes.js'
import { ints } from './elementwise.js'
import type { ChannelLink, Op } from './op.js'
import { asTarget, fail, operands, perSample, quotient, tie } from './shapes.js'

/**
 * `reshape(x) {shape}`: the same values in another shape. A 0 copies the dimension at its place, one -1
 * is inferred: `[0, -1]` flattens samples, and stays right when channels are removed.
 */
export const reshape: Op = {
  name: 'reshape',
  doc: 'the same values in another shape',
  view: true,
  infer(inputs, attributes) {
    operands('reshape', inputs, 1)
    return inputs.map((x) => ({ dtype: x.dtype, shape: target(x, attributes) }))
  },
  vjp({ writer, inputs: [x], gradients: [dy] }) {
    if (x === undefined || dy === undefined) return []
    return [writer.add('reshape', [dy], { shape: backward(writer.typeOf(x).shape, writer.typeOf(dy).shape) })]
  },
  onnx(writer, attributes) {
    writer.node('Reshape', [...writer.inputs, ints(writer, numbers(attributes, 'shape'))], {}, writer.outputs)
  },
  evaluate: ([x], attributes) => (x === undefined ? [] : [{ ...x, shape: target(x, attributes).map(Number) }]),
  channels: ([x], [y]) => (x === undefined || y === undefined ? [] : links(x.shape, y.shape)),
  resize: (_attributes, [x], [y]) => ({ shape: backward(y?.shape ?? [], x?.shape ?? []) }),
  identity: ([x], attributes) => (x !== undefined && sameShape(x.shape, target(x, attributes)) ? 0 : undefined),
  quantization: { role: 'pass' },
}

function target(x: TensorType, attributes: Attributes): Shape {
  const wanted = numbers(attributes, 'shape')
  const given = wanted.map((dim, axis) => (dim === 0 ? (x.shape[axis] ?? fail('reshape', `there is no axis ${axis} to copy`)) : dim))
  const hole = given.indexOf(-1)
  const rest = quotient(x.shape, given.filter((dim) => dim !== -1))
  const impossible = (): never => fail('reshape', `[${x.shape.join(', ')}] cannot become [${wanted.join(', ')}]`)
  if (rest === undefined || given.lastIndexOf(-1) !== hole) return impossible()
  if (hole < 0) return rest === 1 ? given : impossible()
  return given.map((dim) => (dim === -1 ? rest : dim))
}

/** The attribute that gives `shape`: symbols are copied where they stand at their place in `from`, else inferred. */
function backward(shape: Shape, from: Shape): readonly number[] {
  const unknown = shape.filter((dim) => typeof dim === 'string')
  if (unknown.length < 2) return asTarget(shape)
  return shape.map((dim, axis) => (typeof dim === 'number' ? dim : dim === from[axis] ? 0 : -1))
}

/**
 * Walks both shapes and pairs the groups of axes that hold the same elements. Within a group the first axes
 * are tied: [C, H, W] → [C·H·W] makes one channel H·W values. Axes behind the first cannot lose channels.
 */
function links(from: Shape, to: Shape): readonly ChannelLink[] {
  const found: ChannelLink[] = []
  let [a, b] = [0, 0]
  while (a < from.length && b < to.length) {
    let [endA, endB] = [a + 1, b + 1]
    while (quotient(from.slice(a, endA), to.slice(b, endB)) !== 1) {
      const [left, right] = [perSample(from.slice(a, endA)), perSample(to.slice(b, endB))]
      if (endA >= from.length && endB >= to.length) return found
      if ((left < right && endA < from.length) || endB >= to.length) endA++
      else endB++
    }
    const [single, other] = [from[a], to[b]]
    if (typeof single === 'number' && typeof other === 'number') {
      const repeat = other / single
      if (Number.isInteger(repeat)) found.push({ ...tie(0, a, b), ...(repeat === 1 ? {} : { repeat }) })
      else if (Number.isInteger(1 / repeat)) found.push({ from: { operand: 'output', index: 0, axis: b }, to: { operand: 'input', index: 0, axis: a }, repeat: 1 / repeat })
    } else if (single === other) found.push(tie(0, a, b))
    ;[a, b] = [endA, endB]
  }
  return found
}
