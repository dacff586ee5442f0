/** What recurrent ops have in common: sequences of [N, T, D], so that time is axis 1, and weights of all gates in one. */
import type { ValueId } from '../ir/graph.js'
import type { TensorType } from '../types/tensor.js'
import { ints, times } from './elementwise.js'
import type { Cost, OnnxAttributes, OnnxWriter, Writer } from './op.js'
import { dimAt, fail, operand, sizeAt } from './shapes.js'

export interface RecurrentSizes {
  readonly time: number
  readonly units: number
}

/** Holds x f32[N, T, D], weight f32[gates · H, D] and recurrent f32[gates · H, H] against each other. */
export function recurrentSizes(op: string, inputs: readonly TensorType[], gates: number): RecurrentSizes {
  const [x, weight, recurrent] = [0, 1, 2].map((index) => operand(op, inputs, index).shape)
  if (x?.length !== 3) fail(op, `needs a sequence of [N, T, D], not [${x?.join(', ') ?? ''}]`)
  const units = sizeAt(op, recurrent ?? [], 1)
  const rows = String(gates * units)
  if (weight?.join() !== `${rows},${x[2] ?? ''}` || recurrent?.join() !== `${rows},${units}`) {
    fail(op, `weights of [${weight?.join(', ') ?? ''}] and [${recurrent?.join(', ') ?? ''}] do not fit x of [${x.join(', ')}]`)
  }
  return { time: sizeAt(op, x, 1), units }
}

export const recurrentType = (op: string, x: TensorType, { time, units }: RecurrentSizes): TensorType => ({ dtype: 'f32', shape: [dimAt(op, x.shape, 0), time, units] })

/** Both products of each step. */
export const recurrentCost = (op: string, [x, weight, recurrent]: readonly TensorType[]): Cost =>
  x === undefined || weight === undefined || recurrent === undefined
    ? { macs: 0 }
    : { macs: sizeAt(op, x.shape, 1) * sizeAt(op, weight.shape, 0) * (sizeAt(op, weight.shape, 1) + sizeAt(op, recurrent.shape, 1)) }

// ── steps and gates, for gradients ──

/** The step t of a sequence: [N, 1, D]. */
export const stepOf = (writer: Writer, x: ValueId, t: number): ValueId => writer.add('slice', [x], { axes: [1], starts: [t], ends: [t + 1] })

export const sequenceOf = (writer: Writer, steps: readonly ValueId[]): ValueId => {
  const [first] = steps
  return steps.length === 1 && first !== undefined ? first : writer.add('concat', steps, { axis: 1 })
}

/** What stood a step before, zeros at first. */
export const before = (writer: Writer, y: ValueId, time: number): ValueId =>
  time === 1
    ? times(writer, y, 0)
    : writer.add('pad', [writer.add('slice', [y], { axes: [1], starts: [0], ends: [time - 1] })], { pads: [0, 1, 0, 0, 0, 0] })

export const gateOf = (writer: Writer, gates: ValueId, index: number, units: number): ValueId =>
  writer.add('slice', [gates], { axes: [2], starts: [index * units], ends: [(index + 1) * units] })

export const gatesOf = (writer: Writer, gates: readonly ValueId[]): ValueId => writer.add('concat', gates, { axis: 2 })

/** s · (1 − s), the slope of a sigmoid that gave s. */
export const slopeOf = (writer: Writer, s: ValueId): ValueId => writer.add('mul', [s, writer.add('sub', [writer.scalar(1), s])])

/** Of the weight and the bias of `gates` = x · weightᵀ + bias, from the gradient of the gates. */
export function weightGradients(writer: Writer, dGates: ValueId, x: ValueId): readonly [ValueId, ValueId] {
  const rows = (value: ValueId): ValueId => writer.add('reshape', [value], { shape: [-1, sizeAt('recurrent', writer.typeOf(value).shape, 2)] })
  const flat = rows(dGates)
  return [writer.add('matmul', [flat, rows(x)], { transA: true }), writer.add('sum', [flat], { axes: [0] })]
}

// ── the ONNX form ──

/** ONNX has time first and directions: GRU or LSTM of x, weight, recurrent, and the `bias` of both products in one. */
export function writeRecurrent(writer: OnnxWriter, operator: 'GRU' | 'LSTM', bias: string, attributes: OnnxAttributes): void {
  const [x = '', ...weights] = writer.inputs
  const one = (value: string): string => writer.node('Unsqueeze', [value, ints(writer, [0])])
  const first = writer.node('Transpose', [x], { perm: [1, 0, 2] })
  const y = writer.node(operator, [first, ...weights.slice(0, 2).map(one), one(bias)], attributes)
  writer.node('Transpose', [writer.node('Squeeze', [y, ints(writer, [1])])], { perm: [1, 0, 2] }, writer.outputs)
}
