import type { ValueId } from '../ir/graph.js'
import type { Op } from './op.js'
import {
  before, gateOf, gatesOf, recurrentCost, recurrentSizes, recurrentType, sequenceOf, slopeOf, stepOf, weightGradients, writeRecurrent,
} from './recurrent.js'
import { fail, operand, operands } from './shapes.js'

/**
 * `gru(x, weight, recurrent, bias, recurrent_bias) : f32[N, T, D], f32[3H, D], f32[3H, H], f32[3H], f32[3H] → f32[N, T, H]`,
 * with h = 0 at first (Cho et al. 2014). With a = x · weightᵀ + bias and c = h · recurrentᵀ + recurrent_bias, each of the
 * gates z, r and n: z = σ(a + c), r = σ(a + c), n = tanh(a + r ∘ c), and h becomes (1 − z) ∘ n + z ∘ h.
 */
export const gru: Op = {
  name: 'gru',
  doc: 'a gated recurrent unit over a sequence',
  infer(inputs) {
    operands('gru', inputs, 5)
    const sizes = recurrentSizes('gru', inputs, 3)
    for (const index of [3, 4]) if (operand('gru', inputs, index).shape.join() !== String(3 * sizes.units)) fail('gru', `a bias needs ${3 * sizes.units} values`)
    return [recurrentType('gru', operand('gru', inputs, 0), sizes)]
  },
  // All gates of all steps follow from h, which is the result: only dh itself goes back step by step.
  vjp({ writer, inputs: [x, weight, recurrent, bias, recurrentBias], outputs: [h], gradients: [dy] }) {
    if (x === undefined || weight === undefined || recurrent === undefined || bias === undefined || recurrentBias === undefined) return []
    if (h === undefined || dy === undefined) return []
    const { time, units } = recurrentSizes('gru', [x, weight, recurrent].map((value) => writer.typeOf(value)), 3)
    const add = (a: ValueId, b: ValueId): ValueId => writer.add('add', [a, b])
    const sub = (a: ValueId, b: ValueId): ValueId => writer.add('sub', [a, b])
    const mul = (a: ValueId, b: ValueId): ValueId => writer.add('mul', [a, b])
    const one = writer.scalar(1)

    const last = before(writer, h, time)
    const [a, c] = [writer.add('dense', [x, weight, bias]), writer.add('dense', [last, recurrent, recurrentBias])]
    const [sum, cn] = [add(a, c), gateOf(writer, c, 2, units)]
    const z = writer.add('sigmoid', [gateOf(writer, sum, 0, units)])
    const r = writer.add('sigmoid', [gateOf(writer, sum, 1, units)])
    const n = writer.add('tanh', [add(gateOf(writer, a, 2, units), mul(r, cn))])
    // What each gate's own sum gets of dh.
    const forN = mul(sub(one, z), sub(one, writer.add('square', [n])))
    const forZ = mul(sub(last, n), slopeOf(writer, z))
    const forR = mul(mul(forN, cn), slopeOf(writer, r))
    const forC = gatesOf(writer, [forZ, forR, mul(forN, r)])

    const steps: ValueId[] = []
    let carried: ValueId | undefined
    for (let t = time - 1; t >= 0; t--) {
      const own = stepOf(writer, dy, t)
      const dh = carried === undefined ? own : add(own, carried)
      steps.unshift(dh)
      if (t === 0) break
      const dc = mul(gatesOf(writer, [dh, dh, dh]), stepOf(writer, forC, t))
      carried = add(mul(dh, stepOf(writer, z, t)), writer.add('matmul', [dc, recurrent]))
    }
    const all = sequenceOf(writer, steps)
    const wide = gatesOf(writer, [all, all, all])
    const [da, dc] = [mul(wide, gatesOf(writer, [forZ, forR, forN])), mul(wide, forC)]
    const [dWeight, dBias] = weightGradients(writer, da, x)
    const [dRecurrent, dRecurrentBias] = weightGradients(writer, dc, last)
    return [writer.add('matmul', [da, weight]), dWeight, dRecurrent, dBias, dRecurrentBias]
  },
  cost: (inputs) => recurrentCost('gru', inputs),
  onnx(writer) {
    const [, , , bias = '', recurrentBias = ''] = writer.inputs
    const units = Number(writer.outputTypes[0]?.shape[2])
    writeRecurrent(writer, 'GRU', writer.node('Concat', [bias, recurrentBias], { axis: 0 }), { hidden_size: units, linear_before_reset: 1 })
  },
}
