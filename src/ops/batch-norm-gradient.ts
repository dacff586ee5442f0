import { elementCount, f32, scalar } from '../types/tensor.js'
import { besideChannels, normOperands } from './batch-norm.js'
import { ints } from './elementwise.js'
import { float, type OnnxWriter, type Op } from './op.js'
import { fail, operand, operands, sizeAt } from './shapes.js'

/** From here on a product of a row and a column takes less time than one element by element and a sum. */
const longRow = 256

/**
 * `batch_norm_gradient(dy, x, mean, inverse, count)` → dnormal, dscale, dbias, through the batch's statistics over `count` values:
 * with r = `inverse` = 1/√(variance + ε), dbias = Σdy, dscale = r·Σdy·(x − mean),
 * dnormal = dy − dbias/n − (x − mean)·r·dscale/n = dy + b·x + c for vectors b, c; dx = scale·r·dnormal. `b·x + c` is one pass as a
 * BatchNormalization with mean 0 and variance 1.
 */
export const batchNormGradient: Op = {
  name: 'batch_norm_gradient',
  doc: 'the gradient of batch norm through the statistics of the batch',
  infer(inputs) {
    operands('batch_norm_gradient', inputs, 5)
    const x = operand('batch_norm_gradient', inputs, 1)
    normOperands('batch_norm_gradient', [x, ...inputs.slice(2, 4)])
    if (operand('batch_norm_gradient', inputs, 4).shape.length > 0) fail('batch_norm_gradient', 'the count is one number')
    const vector = { dtype: 'f32' as const, shape: x.shape.slice(1, 2) }
    return [x, vector, vector]
  },
  onnx(writer) {
    const [dy = '', x = '', mean = '', inverse = '', count = ''] = writer.inputs
    const [dNormal = '', dScale = '', dBias = ''] = writer.outputs
    const [, type] = writer.inputTypes
    if (type === undefined) return
    const channels = sizeAt('batch_norm_gradient', type.shape, 1)
    const axes = besideChannels(type)
    const area = elementCount(axes.slice(1).map((axis) => sizeAt('batch_norm_gradient', type.shape, axis)))
    const op = (name: string, ...values: readonly string[]): string => writer.node(name, values)
    const put = (output: string, name: string, ...values: readonly string[]): string => writer.node(name, values, {}, [output])
    const sum = (values: string, over: readonly number[], outputs?: readonly string[]): string =>
      writer.node('ReduceSum', [values, ints(writer, over)], { keepdims: 0 }, outputs)

    sum(dy, axes, [dBias])
    const products = area < longRow ? sum(op('Mul', dy, x), axes) : sum(rowProducts(writer, dy, x, [channels, area]), [0, 2, 3])
    put(dScale, 'Mul', inverse, op('Sub', products, op('Mul', mean, dBias)))
    const each = op('Div', writer.constant(scalar(-1)), count)
    const b = op('Mul', op('Mul', inverse, dScale), each)
    const c = op('Sub', op('Mul', dBias, each), op('Mul', b, mean))
    const fill = (value: number): string => writer.constant(f32([channels], new Float32Array(channels).fill(value)))
    put(dNormal, 'Add', dy, writer.node('BatchNormalization', [x, b, c, fill(0), fill(1)], { epsilon: float(0) }))
  },
}

/** Σ a·b over each channel of each sample, with no products in memory: [N, C, 1, 1]. */
function rowProducts(writer: OnnxWriter, a: string, b: string, [channels, area]: readonly [number, number]): string {
  const rows = (x: string): string => writer.node('Reshape', [x, ints(writer, [-1, channels, 1, area])])
  return writer.node('FusedMatMul', [rows(a), rows(b)], { transB: 1 }, undefined, 'com.microsoft')
}
