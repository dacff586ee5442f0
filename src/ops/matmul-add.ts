import type { ValueId } from '../ir/graph.js'
import { add } from './add.js'
import { boolean, number } from './attributes.js'
import { constantValue } from './constant.js'
import { matmul } from './matmul.js'
import { mul } from './mul.js'
import { float, type FuseContext, type Op } from './op.js'
import { fail, operands } from './shapes.js'
import { elementCount, formatType, sameType } from '../types/tensor.js'

/**
 * `matmul_add(a, b, c) {transA, transB, scale}`: a · b + scale · c over plain matrices, in one pass over memory.
 * It stands in train steps for gradient + momentum · velocity, after differentiation: it has no gradient of its own.
 */
export const matmulAdd: Op = {
  name: 'matmul_add',
  doc: 'a matrix product added to a scaled matrix',
  infer(inputs, attributes) {
    operands('matmul_add', inputs, 3)
    const [product] = matmul.infer(inputs.slice(0, 2), attributes)
    const c = inputs[2]
    if (product === undefined || c === undefined || product.shape.length !== 2 || !sameType(product, c)) {
      fail('matmul_add', `cannot add ${c === undefined ? 'nothing' : formatType(c)} to the product`)
    }
    return [product]
  },
  ...(matmul.cost === undefined ? {} : { cost: matmul.cost }),
  // a · b + c · s, where nothing else reads the product.
  fuses(node, context) {
    const [left, right] = node.inputs
    if (node.op !== add.name || left === undefined || right === undefined) return undefined
    for (const [sum, other] of [[left, right], [right, left]] as const) {
      const product = context.maker(sum)
      if (product?.op !== matmul.name || !context.readOnce(sum) || context.typeOf(sum).shape.length !== 2) continue
      const { value, scale } = scaled(other, context)
      if (!sameType(context.typeOf(sum), context.typeOf(value))) continue
      return { inputs: [...product.inputs, value], attributes: { ...product.attributes, scale } }
    }
    return undefined
  },
  onnx(writer, attributes) {
    const transposed = (name: 'transA' | 'transB') => (boolean(attributes, name, false) ? { [name]: 1 } : {})
    const beta = float(number(attributes, 'scale', 1))
    writer.node('Gemm', writer.inputs, { ...transposed('transA'), ...transposed('transB'), beta }, writer.outputs)
  },
}

/** `value` as x · s with a constant s, or itself · 1. */
function scaled(value: ValueId, { maker }: FuseContext): { readonly value: ValueId; readonly scale: number } {
  const node = maker(value)
  const [a, b] = node?.inputs ?? []
  if (node?.op === mul.name && a !== undefined && b !== undefined) {
    for (const [x, factor] of [[a, b], [b, a]] as const) {
      const constant = constantValue(maker(factor))
      if (constant !== undefined && elementCount(constant.shape) === 1) return { value: x, scale: Number(constant.data[0]) }
    }
  }
  return { value, scale: 1 }
}
