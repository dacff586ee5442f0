import { elementCount, f32, scalar } from '../types/tensor.js'
import { number } from './attributes.js'
import { besideChannels, normOperands } from './batch-norm.js'
import { ints, number32 } from './elementwise.js'
import { float, type Op } from './op.js'
import { operand, operands, sizeAt } from './shapes.js'

/**
 * `batch_norm_gradient(dy, x, scale, mean, variance) {epsilon}` → dx, dscale, dbias, through the batch's statistics:
 * with r = 1/√(variance + ε), dbias = Σdy, dscale = r·Σdy·(x − mean),
 * dx = scale·r·(dy − dbias/n − (x − mean)·r·dscale/n) = a·dy + b·x + c for vectors a, b, c. `b·x + c` is one pass as a
 * BatchNormalization with mean 0 and variance 1.
 */
export const batchNormGradient: Op = {
  name: 'batch_norm_gradient',
  doc: 'the gradient of batch norm through the statistics of the batch',
  infer(inputs) {
    operands('batch_norm_gradient', inputs, 5)
    const x = operand('batch_norm_gradient', inputs, 1)
    normOperands('batch_norm_gradient', [x, ...inputs.slice(2)])
    const vector = { dtype: 'f32' as const, shape: x.shape.slice(1, 2) }
    return [x, vector, vector]
  },
  onnx(writer, attributes) {
    const [dy = '', x = '', scale = '', mean = '', variance = ''] = writer.inputs
    const [dx = '', dScale = '', dBias = ''] = writer.outputs
    const [, type] = writer.inputTypes
    if (type === undefined) return
    const channels = sizeAt('batch_norm_gradient', type.shape, 1)
    const axes = ints(writer, besideChannels(type))
    const op = (name: string, ...values: readonly string[]): string => writer.node(name, values)
    const put = (output: string, name: string, ...values: readonly string[]): string => writer.node(name, values, {}, [output])

    writer.node('ReduceSum', [dy, axes], { keepdims: 0 }, [dBias])
    const products = writer.node('ReduceSum', [op('Mul', dy, x), axes], { keepdims: 0 })
    const inverse = op('Reciprocal', op('Sqrt', op('Add', variance, number32(writer, number(attributes, 'epsilon', 1e-5)))))
    put(dScale, 'Mul', inverse, op('Sub', products, op('Mul', mean, dBias)))

    const sizes = besideChannels(type).slice(1).map((axis) => sizeAt('batch_norm_gradient', type.shape, axis))
    const [samples = 1] = type.shape
    const count = typeof samples === 'number'
      ? writer.constant(scalar(samples * elementCount(sizes)))
      : op('Mul', writer.node('Cast', [op('Gather', op('Shape', x), writer.constant({ dtype: 'i64', shape: [], data: BigInt64Array.of(0n) }))], { to: { dtype: 'f32' } }), number32(writer, elementCount(sizes)))
    const a = op('Mul', scale, inverse)
    const perCount = op('Div', a, count)
    const b = op('Neg', op('Mul', perCount, op('Mul', inverse, dScale)))
    const c = op('Neg', op('Add', op('Mul', perCount, dBias), op('Mul', b, mean)))
    const fill = (value: number): string => writer.constant(f32([channels], new Float32Array(channels).fill(value)))
    const linear = writer.node('BatchNormalization', [x, b, c, fill(0), fill(1)], { epsilon: float(0) })
    const wide = type.shape.length === 2 ? a : op('Reshape', a, ints(writer, [-1, ...type.shape.slice(2).map(() => 1)]))
    put(dx, 'Add', op('Mul', dy, wide), linear)
  },
}
