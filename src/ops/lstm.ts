import type { ValueId } from '../ir/graph.js'
import { zeros } from '../types/tensor.js'
import type { Op } from './op.js'
import {
  before, gateOf, gatesOf, recurrentCost, recurrentSizes, recurrentType, sequenceOf, slopeOf, stepOf, weightGradients, writeRecurrent,
} from './recurrent.js'
import { fail, operand, operands } from './shapes.js'

/**
 * `lstm(x, weight, recurrent, bias) : f32[N, T, D], f32[4H, D], f32[4H, H], f32[4H] → f32[N, T, H]`, with h = c = 0 at first
 * (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000). Of x · weightᵀ + h · recurrentᵀ + bias, the gates
 * i, o, f by σ and g by tanh: c becomes f ∘ c + i ∘ g, and h becomes o ∘ tanh(c).
 */
export const lstm: Op = {
  name: 'lstm',
  doc: 'a long short-term memory over a sequence',
  infer(inputs) {
    operands('lstm', inputs, 4)
    const sizes = recurrentSizes('lstm', inputs, 4)
    if (operand('lstm', inputs, 3).shape.join() !== String(4 * sizes.units)) fail('lstm', `the bias needs ${4 * sizes.units} values`)
    return [recurrentType('lstm', operand('lstm', inputs, 0), sizes)]
  },
  // The gates of all steps follow from h, which is the result, and c from the gates; dh and dc go back step by step.
  vjp({ writer, inputs: [x, weight, recurrent, bias], outputs: [h], gradients: [dy] }) {
    if (x === undefined || weight === undefined || recurrent === undefined || bias === undefined || h === undefined || dy === undefined) return []
    const { time, units } = recurrentSizes('lstm', [x, weight, recurrent].map((value) => writer.typeOf(value)), 4)
    const add = (a: ValueId, b: ValueId): ValueId => writer.add('add', [a, b])
    const mul = (a: ValueId, b: ValueId): ValueId => writer.add('mul', [a, b])
    const slopeOfTanh = (y: ValueId): ValueId => writer.add('sub', [writer.scalar(1), writer.add('square', [y])])

    const last = before(writer, h, time)
    const sum = add(writer.add('dense', [x, weight, bias]), writer.add('dense', [last, recurrent]))
    const gate = (op: string, index: number): ValueId => writer.add(op, [gateOf(writer, sum, index, units)])
    const [i, o, f, g] = [gate('sigmoid', 0), gate('sigmoid', 1), gate('sigmoid', 2), gate('tanh', 3)]
    const fresh = mul(i, g)
    const cells: ValueId[] = []
    for (let t = 0; t < time; t++) {
      const [added, previous] = [stepOf(writer, fresh, t), cells[t - 1]]
      cells.push(previous === undefined ? added : add(added, mul(stepOf(writer, f, t), previous)))
    }
    const c = sequenceOf(writer, cells)
    const squashed = writer.add('tanh', [c])
    // What each gate's own sum gets, of dh for o and of dc for the others.
    const own = gatesOf(writer, [
      mul(g, slopeOf(writer, i)), mul(squashed, slopeOf(writer, o)), mul(before(writer, c, time), slopeOf(writer, f)), mul(i, slopeOfTanh(g)),
    ])
    const through = mul(o, slopeOfTanh(squashed))

    const steps: ValueId[] = []
    let carried: { readonly h: ValueId; readonly c: ValueId } | undefined
    for (let t = time - 1; t >= 0; t--) {
      const given = stepOf(writer, dy, t)
      const dh = carried === undefined ? given : add(given, carried.h)
      const down = mul(dh, stepOf(writer, through, t))
      const dc = carried === undefined ? down : add(down, carried.c)
      const gates = mul(gatesOf(writer, [dc, dh, dc, dc]), stepOf(writer, own, t))
      steps.unshift(gates)
      if (t > 0) carried = { h: writer.add('matmul', [gates, recurrent]), c: mul(dc, stepOf(writer, f, t)) }
    }
    const dGates = sequenceOf(writer, steps)
    const [dWeight, dBias] = weightGradients(writer, dGates, x)
    const [dRecurrent] = weightGradients(writer, dGates, last)
    return [writer.add('matmul', [dGates, weight]), dWeight, dRecurrent, dBias]
  },
  cost: (inputs) => recurrentCost('lstm', inputs),
  onnx(writer) {
    const [, , , bias = ''] = writer.inputs
    const units = Number(writer.outputTypes[0]?.shape[2])
    // ONNX adds a bias to both products; one is enough.
    const both = writer.node('Concat', [bias, writer.constant(zeros('f32', [4 * units]))], { axis: 0 })
    writeRecurrent(writer, 'LSTM', both, { hidden_size: units })
  },
}
