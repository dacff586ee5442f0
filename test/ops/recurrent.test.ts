import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { apply, checkGradient, difference, gradients, noise, present, typed, valuesOf } from './harness.js'
import { fromTf, tf, toTf } from './oracle.js'

const small = fc.integer({ min: 1, max: 4 })
const sequences = fc.record({ batch: small, time: small, size: small, units: small, seed: fc.nat(99) })
type Sizes = typeof sequences extends fc.Arbitrary<infer S> ? S : never

const application = (op: 'gru' | 'lstm', { batch, time, size, units, seed }: Sizes) => {
  const gates = op === 'gru' ? 3 : 4
  const biases = op === 'gru' ? [3, 4] : [3]
  const inputs = [noise([batch, time, size], seed), noise([gates * units, size], seed + 1), noise([gates * units, units], seed + 2), ...biases.map((index) => noise([gates * units], seed + index))]
  return { op, inputs, batched: [0] }
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))
/** A row of a matrix times a vector. */
const dot = (matrix: readonly number[] | undefined, row: number, vector: readonly number[]): number =>
  vector.reduce((sum, value, index) => sum + value * (matrix?.[row * vector.length + index] ?? 0), 0)

/** One unit of one sample after the other, as the equations are written. */
function reference(op: 'gru' | 'lstm', { inputs }: ReturnType<typeof application>, { batch, time, size, units }: Sizes): readonly number[] {
  const [x, weight, recurrent, bias, recurrentBias] = [0, 1, 2, 3, 4].map((index) => valuesOf(inputs[index] ?? noise([0], 0)))
  const result: number[] = []
  for (let sample = 0; sample < batch; sample++) {
    let h = Array.from({ length: units }, () => 0)
    let c = h
    for (let t = 0; t < time; t++) {
      const row = present(x).slice((sample * time + t) * size, (sample * time + t + 1) * size)
      const [now, previous] = [h, c]
      const a = (gate: number, unit: number): number => dot(weight, gate * units + unit, row) + (bias?.[gate * units + unit] ?? 0)
      const r = (gate: number, unit: number): number => dot(recurrent, gate * units + unit, now) + (recurrentBias?.[gate * units + unit] ?? 0)
      if (op === 'gru') {
        h = now.map((value, unit) => {
          const [z, reset] = [sigmoid(a(0, unit) + r(0, unit)), sigmoid(a(1, unit) + r(1, unit))]
          return (1 - z) * Math.tanh(a(2, unit) + reset * r(2, unit)) + z * value
        })
      } else {
        const gate = (index: number, unit: number): number => a(index, unit) + r(index, unit)
        c = previous.map((value, unit) => sigmoid(gate(2, unit)) * value + sigmoid(gate(0, unit)) * Math.tanh(gate(3, unit)))
        h = c.map((value, unit) => sigmoid(gate(1, unit)) * Math.tanh(value))
      }
      result.push(...h)
    }
  }
  return result
}

/** The steps of a sequence [N, T, D], and the state after each of them as a sequence. */
function unrolled(x: core.Tensor, units: number, step: (row: core.Tensor, h: core.Tensor) => core.Tensor): core.Tensor {
  const [batch = 1, time = 1, size = 1] = x.shape
  let h: core.Tensor = tf.zeros([batch, units])
  const states = Array.from({ length: time }, (_, t) => {
    h = step(tf.slice(x, [0, t, 0], [batch, 1, size]).reshape([batch, size]), h)
    return h.expandDims(1)
  })
  return tf.concat(states, 1)
}

const product = (x: core.Tensor, weight: core.Tensor): core.Tensor => tf.matMul(x, weight, false, true)
const gatesIn = (sum: core.Tensor, count: number): core.Tensor[] => {
  const [batch = 1, width = count] = sum.shape
  return Array.from({ length: count }, (_, index) => tf.slice(sum, [0, (index * width) / count], [batch, width / count]))
}

function gruOfTf(...[x, weight, recurrent, bias, recurrentBias]: core.Tensor[]): core.Tensor {
  return unrolled(present(x), present(recurrent).shape[1] ?? 1, (row, h) => {
    const [az, ar, an] = gatesIn(product(row, present(weight)).add(present(bias)), 3).map(present)
    const [cz, cr, cn] = gatesIn(product(h, present(recurrent)).add(present(recurrentBias)), 3).map(present)
    const [z, r] = [present(az).add(present(cz)).sigmoid(), present(ar).add(present(cr)).sigmoid()]
    const n = present(an).add(r.mul(present(cn))).tanh()
    return tf.sub(1, z).mul(n).add(z.mul(h))
  })
}

function lstmOfTf(...[x, weight, recurrent, bias]: core.Tensor[]): core.Tensor {
  let c: core.Tensor = tf.scalar(0)
  return unrolled(present(x), present(recurrent).shape[1] ?? 1, (row, h) => {
    const [i, o, f, g] = gatesIn(product(row, present(weight)).add(product(h, present(recurrent))).add(present(bias)), 4)
    c = present(f).sigmoid().mul(c).add(present(i).sigmoid().mul(present(g).tanh()))
    return present(o).sigmoid().mul(c.tanh())
  })
}

describe.each(['gru', 'lstm'] as const)('%s', (op) => {
  it('computes what its equations say', async () => {
    await fc.assert(fc.asyncProperty(sequences, async (sizes) => {
      const each = application(op, sizes)
      const [y] = await apply(each)
      const expected = reference(op, each, sizes)
      expect(present(y).shape).toEqual([sizes.batch, sizes.time, sizes.units])
      valuesOf(present(y)).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Infinity, 5))
    }), { seed: 1, numRuns: 20 })
  })

  it('the gradient agrees with finite differences, through all steps', async () => {
    await fc.assert(fc.asyncProperty(sequences, (sizes) => checkGradient(application(op, sizes), { places: 5 })), { seed: 2, numRuns: 15 })
  })

  it('gradients agree with tfjs, cell by cell', async () => {
    await fc.assert(fc.asyncProperty(sequences, async (sizes) => {
      const each = application(op, sizes)
      const f = op === 'gru' ? gruOfTf : lstmOfTf
      const parts = each.inputs.map((input) => toTf(input))
      const dy = noise([sizes.batch, sizes.time, sizes.units], 8)
      expect(difference(present((await apply(each))[0]), fromTf(f(...parts)))).toBeLessThan(1e-5)
      const ours = await gradients(each, [dy])
      tf.grads(f)(parts, toTf(dy)).forEach((gradient, index) => expect(difference(present(ours[index]), fromTf(gradient))).toBeLessThan(1e-5))
    }), { seed: 3, numRuns: 10 })
  })

  it('counts both products of each step, and refuses what does not fit', () => {
    const gates = op === 'gru' ? 3 : 4
    const { cost, infer } = opNamed(op)
    const inputs = [typed('N', 5, 7), typed(gates * 2, 7), typed(gates * 2, 2), ...Array.from({ length: op === 'gru' ? 2 : 1 }, () => typed(gates * 2))]
    expect(cost?.(inputs, infer(inputs, {}), {})).toEqual({ macs: 5 * gates * 2 * (7 + 2) })
    expect(() => infer([typed('N', 5), ...inputs.slice(1)], {})).toThrow('[N, T, D]')
    expect(() => infer([typed('N', 5, 6), ...inputs.slice(1)], {})).toThrow('do not fit')
    expect(() => infer([...inputs.slice(0, -1), typed(3)], {})).toThrow('bias needs')
  })
})
