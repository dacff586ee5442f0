import { number } from './attributes.js'
import { besideChannels, normOperands, perChannel, tieNorm } from './batch-norm.js'
import { ints } from './elementwise.js'
import { float, type Op } from './op.js'
import { countOf } from './reduce.js'
import { operands, tie } from './shapes.js'

/**
 * `batch_norm_training(x, scale, bias) {epsilon}` → y, and the batch's mean and (biased) variance of each channel.
 * BatchNormalization in training mode with momentum 0 gives the batch's own statistics.
 */
export const batchNormTraining: Op = {
  name: 'batch_norm_training',
  doc: 'each channel normalised by the statistics of the batch',
  infer(inputs) {
    operands('batch_norm_training', inputs, 3)
    const x = normOperands('batch_norm_training', inputs)
    const vector = { dtype: 'f32' as const, shape: x.shape.slice(1, 2) }
    return [x, vector, vector]
  },
  cheap: true,
  vjp({ writer, inputs: [x, scale, bias], outputs: [, mean, variance], gradients: [dy, dMean, dVariance], attributes }) {
    if (x === undefined || scale === undefined || bias === undefined || mean === undefined || variance === undefined) return []
    const axes = besideChannels(writer.typeOf(x))
    const count = countOf(writer, x, axes)
    const parts: number[] = []
    let vectors: readonly (number | undefined)[] = []
    if (dy !== undefined) {
      const shifted = writer.add('add', [variance, writer.scalar(number(attributes, 'epsilon', 1e-5))])
      const inverse = writer.add('reciprocal', [writer.add('sqrt', [shifted])])
      const [dNormal = 0, dScale, dBias] = writer.addAll('batch_norm_gradient', [dy, x, mean, inverse, count])
      // A product of its own, so that the factors can be moved to where there is less to multiply.
      parts.push(writer.add('mul', [dNormal, perChannel(writer, writer.add('mul', [scale, inverse]), x)]))
      vectors = [dScale, dBias]
    }
    // Statistics that flow on: the mean spreads evenly, the variance as 2 (x − mean) / n.
    const each = (gradient: number): number => perChannel(writer, writer.add('div', [gradient, count]), x)
    if (dMean !== undefined) parts.push(writer.add('broadcast_to', [each(dMean), x]))
    if (dVariance !== undefined) {
      const twice = writer.add('mul', [writer.add('sub', [x, perChannel(writer, mean, x)]), writer.scalar(2)])
      parts.push(writer.add('mul', [twice, each(dVariance)]))
    }
    const [first, ...others] = parts
    return [first === undefined ? undefined : others.reduce((sum, part) => writer.add('add', [sum, part]), first), ...vectors]
  },
  onnx(writer, attributes) {
    const [x = ''] = writer.inputs
    const rank = writer.inputTypes[0]?.shape.length ?? 2
    // The kernel writes its statistics over its own inputs for them, whoever else may read those: each
    // gets a buffer that nothing else uses. Momentum 0 makes what is in it irrelevant.
    const scratch = (start: number, end: number): string => {
      const each = (value: number): string => ints(writer, Array.from({ length: rank - 1 }, () => value))
      const axes = ints(writer, Array.from({ length: rank - 1 }, (_, axis) => (axis === 0 ? 0 : axis + 1)))
      return writer.node('Reshape', [writer.node('Slice', [x, each(start), each(end), axes]), ints(writer, [-1])])
    }
    writer.node(
      'BatchNormalization',
      [...writer.inputs, scratch(0, 1), scratch(-1, 2 ** 31 - 1)],
      { epsilon: float(number(attributes, 'epsilon', 1e-5)), momentum: float(0), training_mode: 1 },
      writer.outputs,
    )
  },
  channels: (inputs) => [...tieNorm(inputs), tie(0, 1, 0, 1), tie(0, 1, 0, 2)],
}
