import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { numberOf } from '../arguments.js'
import { given, shrinkScalar, shrunk, type Optimizer, type Slots } from './optimizer.js'

const mean = (writer: Writer, value: ValueId, axis: number): ValueId => writer.add('mean', [value], { axes: [axis], keepdims: true })
const square = (writer: Writer, value: ValueId): ValueId => writer.add('mul', [value, value])

/** Root mean square over all axes, a scalar. */
const size = (writer: Writer, value: ValueId): ValueId => writer.add('sqrt', [writer.add('mean', [square(writer, value)])])

/**
 * `adafactor(lr, decay, clip, eps, floor, weight_decay)`: the second moment V of a matrix is kept as the means R of its rows and C of
 * its columns alone. A weight of more axes is a matrix of its first axis by all others; vectors keep V whole.
 *
 *   β̂ₜ = 1 − t^−decay,   R ← β̂ R + (1 − β̂) mean_rows(g² + ε),   C alike,   V = R C / mean(R)
 *   u = g / √V,   û = u / max(1, RMS(u)/clip),   θ ← θ (1 − lr·λ) − max(floor, RMS(θ)) · min(lr, 1/√t) · û
 *
 * Without the first moment, as in the paper's experiments. With β̂₁ = 0 a state that starts at zero needs no correction.
 */
export const adafactor: Optimizer = {
  name: 'adafactor',
  doc: 'adaptive steps with factored second moments, measured by the size of the weights',
  source: 'Shazeer, Stern, Adafactor: adaptive learning rates with sublinear memory cost, ICML 2018, algorithms 4 and 5',
  slots(_method, shape): Slots {
    const [rows = 1, ...others] = shape
    return shape.length < 2 ? { squares: shape } : { rows: [rows, 1], columns: [1, others.reduce((product, dim) => product * dim, 1)] }
  },
  scalars: (method, step, rate) => ({
    rate: Math.min(rate, 1 / Math.sqrt(step)),
    gain: step ** -numberOf(method, 'decay'),
    ...shrinkScalar(method, rate),
  }),
  update(context) {
    const { writer, method, parameter, gradient, slots, scalars } = context
    const gain = given(scalars, 'gain')
    /** kept + gain · (now − kept) */
    const moved = (kept: ValueId, now: ValueId) => writer.add('add', [kept, writer.add('mul', [writer.add('sub', [now, kept]), gain])])
    const squares = (values: ValueId) => writer.add('add', [square(writer, values), writer.scalar(numberOf(method, 'eps'))])
    const shape = writer.typeOf(parameter).shape.map(Number)

    let [along, next]: [ValueId, Readonly<Record<string, ValueId>>] = [gradient, {}]
    if (shape.length < 2) {
      next = { squares: moved(given(slots, 'squares'), squares(gradient)) }
      along = writer.add('div', [gradient, writer.add('sqrt', [given(next, 'squares')])])
    } else {
      const matrix = shape.length === 2 ? gradient : writer.add('reshape', [gradient], { shape: [shape[0] ?? 1, -1] })
      const now = squares(matrix)
      const [rows, columns] = [moved(given(slots, 'rows'), mean(writer, now, 1)), moved(given(slots, 'columns'), mean(writer, now, 0))]
      next = { rows, columns }
      // The roots one by one: the product of two means near ε would be less than f32 can hold.
      const [left, right] = [writer.add('sqrt', [writer.add('div', [rows, mean(writer, rows, 0)])]), writer.add('sqrt', [columns])]
      const divided = writer.add('div', [writer.add('div', [matrix, left]), right])
      along = shape.length === 2 ? divided : writer.add('reshape', [divided], { shape })
    }
    const excess = writer.add('maximum', [writer.scalar(1), writer.add('mul', [size(writer, along), writer.scalar(1 / numberOf(method, 'clip'))])])
    const scale = writer.add('maximum', [writer.scalar(numberOf(method, 'floor')), size(writer, parameter)])
    const step = writer.add('div', [writer.add('mul', [given(scalars, 'rate'), scale]), excess])
    return { parameter: writer.add('sub', [shrunk(context), writer.add('mul', [along, step])]), slots: next }
  },
}
