import type { Tensor, TensorType } from '../types/tensor.js'
import type { ValueId } from '../ir/graph.js'
import { number } from './attributes.js'
import { float, type ChannelLink, type Op, type Writer } from './op.js'
import { countOf } from './reduce.js'
import { fail, operand, operands, sizeAt, tie } from './shapes.js'

/** Checks that x is [N, C, …] and the operands behind it are [C]. */
export function normOperands(op: string, inputs: readonly TensorType[], from = 1): TensorType {
  const x = operand(op, inputs, 0)
  const channels = sizeAt(op, x.shape, 1)
  for (let index = from; index < inputs.length; index++) {
    if (operand(op, inputs, index).shape.join() !== String(channels)) fail(op, `operand ${index} needs ${channels} values`)
  }
  return x
}

/** Channels of x and of all the vectors behind it go together. */
export const tieNorm = ([x, ...vectors]: readonly TensorType[]): readonly ChannelLink[] => [
  tie(0, 0, 0),
  ...(x?.shape ?? []).slice(1).map((_, axis) => tie(0, axis + 1, axis + 1)),
  ...vectors.map((_, index) => tie(index + 1, 0, 1)),
]

/** [C] as [C, 1, …, 1], to broadcast over [N, C, …]. */
export function perChannel(writer: Writer, vector: ValueId, x: ValueId): ValueId {
  const rank = writer.typeOf(x).shape.length
  return rank === 2 ? vector : writer.add('reshape', [vector], { shape: [-1, ...Array.from({ length: rank - 2 }, () => 1)] })
}

/** All axes but the channels. */
export const besideChannels = (x: TensorType): readonly number[] =>
  x.shape.map((_, axis) => axis).filter((axis) => axis !== 1)

/**
 * `batch_norm(x, scale, bias, mean, variance) {epsilon, momentum}`: (x − mean) / √(variance + ε) · scale + bias, per
 * channel (Ioffe & Szegedy 2015). While training it is `batch_norm_training`; `momentum` is the share of the
 * batch in the next running statistics.
 */
export const batchNorm: Op = {
  name: 'batch_norm',
  doc: 'each channel normalised by running statistics',
  infer(inputs) {
    operands('batch_norm', inputs, 5)
    return [normOperands('batch_norm', inputs)]
  },
  training({ writer, inputs: [x, scale, bias, mean, variance], attributes, carry }) {
    if (x === undefined || scale === undefined || bias === undefined || mean === undefined || variance === undefined) return []
    const epsilon = number(attributes, 'epsilon', 1e-5)
    const [y, batchMean, batchVariance] = writer.addAll('batch_norm_training', [x, scale, bias], { epsilon })
    if (y === undefined || batchMean === undefined || batchVariance === undefined) return []
    const momentum = number(attributes, 'momentum', 0.1)
    carry(3, moved(writer, mean, batchMean, momentum))
    carry(4, moved(writer, variance, unbiased(writer, x, batchVariance), momentum))
    return [y]
  },
  // The statistics are carried along, not descended: they have no gradient.
  vjp({ writer, inputs: [x, scale, bias, mean, variance], gradients: [dy], attributes }) {
    if (x === undefined || scale === undefined || bias === undefined || mean === undefined || variance === undefined || dy === undefined) return []
    const shifted = writer.add('add', [variance, writer.scalar(number(attributes, 'epsilon', 1e-5))])
    const inverse = writer.add('reciprocal', [writer.add('sqrt', [shifted])])
    const slope = perChannel(writer, writer.add('mul', [scale, inverse]), x)
    const normal = writer.add('mul', [writer.add('sub', [x, perChannel(writer, mean, x)]), perChannel(writer, inverse, x)])
    const axes = besideChannels(writer.typeOf(x))
    return [
      writer.add('mul', [dy, slope]),
      writer.add('sum', [writer.add('mul', [dy, normal])], { axes }),
      writer.add('sum', [dy], { axes }),
    ]
  },
  onnx(writer, attributes) {
    writer.node('BatchNormalization', writer.inputs, { epsilon: float(number(attributes, 'epsilon', 1e-5)) }, writer.outputs)
  },
  channels: tieNorm,
  affine([scale, bias, mean, variance], attributes) {
    const [gamma, beta, mu, sigma2] = [scale, bias, mean, variance].map(valuesOf)
    const epsilon = number(attributes, 'epsilon', 1e-5)
    const factor = (sigma2 ?? []).map((value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon))
    return { axis: 1, factor, shift: factor.map((value, channel) => (beta?.[channel] ?? 0) - (mu?.[channel] ?? 0) * value) }
  },
}

const valuesOf = (tensor: Tensor | undefined): readonly number[] => Array.from((tensor?.data ?? []) as ArrayLike<number | bigint>, Number)

/** (1 − momentum) · running + momentum · batch */
const moved = (writer: Writer, running: ValueId, batch: ValueId, momentum: number): ValueId =>
  writer.add('add', [
    writer.add('mul', [running, writer.scalar(1 - momentum)]),
    writer.add('mul', [batch, writer.scalar(momentum)]),
  ])

/** The variance of the population, estimated from the batch's: · n / (n − 1) (Bessel), as running statistics hold it. */
function unbiased(writer: Writer, x: ValueId, variance: ValueId): ValueId {
  const count = countOf(writer, x, besideChannels(writer.typeOf(x)))
  const less = writer.add('maximum', [writer.add('sub', [count, writer.scalar(1)]), writer.scalar(1)])
  return writer.add('mul', [variance, writer.add('div', [count, less])])
}
