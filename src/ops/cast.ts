import type { DType } from '../types/tensor.js'
import { string } from './attributes.js'
import { map } from './elementwise.js'
import type { Op } from './op.js'
import type { Attributes } from '../ir/graph.js'
import { fail, operands, tieElementwise } from './shapes.js'

const dtypes: readonly DType[] = ['f32', 'i64', 'bool', 'u8', 's8', 's32']

function target(attributes: Attributes): DType {
  const name = string(attributes, 'to')
  return dtypes.find((dtype) => dtype === name) ?? fail('cast', `there is no element type ${name}`)
}

/** `cast(x) {to}`: the same values in another element type; towards integers they are cut off at the point. */
export const cast: Op = {
  name: 'cast',
  doc: 'the same values in another element type',
  infer(inputs, attributes) {
    operands('cast', inputs, 1)
    return inputs.map(({ shape }) => ({ dtype: target(attributes), shape }))
  },
  vjp({ writer, inputs: [x], gradients: [dy] }) {
    return x === undefined || writer.typeOf(x).dtype !== 'f32' ? [] : [dy]
  },
  onnx: (writer, attributes) => void writer.node('Cast', writer.inputs, { to: { dtype: target(attributes) } }, writer.outputs),
  evaluate([x], attributes) {
    if (x === undefined) return []
    const to = target(attributes)
    const convert = (value: number): number => (to === 'f32' ? value : to === 'bool' ? Number(value !== 0) : Math.trunc(value))
    return [map(to, x.shape, [x], ([value = 0]) => convert(value))]
  },
  channels: tieElementwise,
  identity: ([x], attributes) => (x?.dtype === target(attributes) ? 0 : undefined),
}
