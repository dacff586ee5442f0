import { boolean, number } from './attributes.js'
import { matmul } from './matmul.js'
import { float, type Op } from './op.js'
import { fail, operands } from './shapes.js'
import { formatType, sameType } from '../types/tensor.js'

/**
 * `matmul_add(a, b, c) {transA, transB, scale}`: a · b + scale · c over plain matrices, in one pass over memory.
 * Passes write it into train steps (gradient + momentum · velocity); it has no gradient of its own.
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
  onnx(writer, attributes) {
    const transposed = (name: 'transA' | 'transB') => (boolean(attributes, name, false) ? { [name]: 1 } : {})
    const beta = float(number(attributes, 'scale', 1))
    writer.node('Gemm', writer.inputs, { ...transposed('transA'), ...transposed('transB'), beta }, writer.outputs)
  },
}
