import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import type { TensorType } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, noise, present, typed } from './harness.js'
import { fromTf, toTf, tf } from './oracle.js'

const runs = { seed: 3, numRuns: 8 }
const size = fc.integer({ min: 1, max: 5 })

describe('matmul', () => {
  it('the gradient agrees with finite differences, with flags and over batches that broadcast', async () => {
    const any = fc.record({ n: size, k: size, m: size, transA: fc.boolean(), transB: fc.boolean(), a: fc.constantFrom([], [2], [1], [3, 2]), b: fc.constantFrom([], [2], [2]) })
    await fc.assert(fc.asyncProperty(any, async ({ n, k, m, transA, transB, a, b }) => {
      const left = noise([...a, ...(transA ? [k, n] : [n, k])], 1)
      const right = noise([...b, ...(transB ? [m, k] : [k, m])], 2)
      await checkGradient({ op: 'matmul', attributes: { transA, transB }, inputs: [left, right] })
      const [y] = await apply({ op: 'matmul', attributes: { transA, transB }, inputs: [left, right] })
      if (a.length === b.length) {
        const expected = fromTf(tf.matMul(toTf(left), toTf(right), transA, transB))
        expect(difference(present(y), expected)).toBeLessThan(1e-6)
      }
    }), { ...runs, numRuns: 14 })
  })

  it('makes one product of a whole batch for a matrix that all samples share', async () => {
    await checkGradient({ op: 'matmul', inputs: [noise([3, 4, 2], 1), noise([2, 5], 2)], batched: [0] })
    await checkGradient({ op: 'matmul', attributes: { transB: true }, inputs: [noise([3, 4, 2], 1), noise([5, 2], 2)], batched: [0] })
  })

  it('counts its multiply-accumulates for one sample', () => {
    expect(opNamed('matmul').cost?.([typed('N', 4, 3), typed(3, 5)], [typed('N', 4, 5)], {})).toEqual({ macs: 60 })
    expect(opNamed('dense').cost?.([typed('N', 784), typed(512, 784)], [typed('N', 512)], {})).toEqual({ macs: 784 * 512 })
  })
})

describe('dense', () => {
  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(size, size, size, fc.boolean(), async (n, d, u, bias) => {
      const inputs = [noise([n, d], 1), noise([u, d], 2), ...(bias ? [noise([u], 3)] : [])]
      await checkGradient({ op: 'dense', inputs, batched: [0] })
    }), runs)
  })

  it('works along a sequence', async () => {
    await checkGradient({ op: 'dense', inputs: [noise([2, 3, 4], 1), noise([5, 4], 2), noise([5], 3)], batched: [0] })
  })

  it('ties its units to its bias, and its inputs to the channels that it reads', () => {
    const types: TensorType[] = [{ dtype: 'f32', shape: ['N', 8] }, { dtype: 'f32', shape: [4, 8] }, { dtype: 'f32', shape: [4] }]
    expect(opNamed('dense').channels?.(types, [{ dtype: 'f32', shape: ['N', 4] }], {})).toEqual([
      { from: { operand: 'input', index: 0, axis: 0 }, to: { operand: 'output', index: 0, axis: 0 } },
      { from: { operand: 'input', index: 0, axis: 1 }, to: { operand: 'input', index: 1, axis: 1 } },
      { from: { operand: 'input', index: 1, axis: 0 }, to: { operand: 'output', index: 0, axis: 1 } },
      { from: { operand: 'input', index: 2, axis: 0 }, to: { operand: 'output', index: 0, axis: 1 } },
    ])
  })
})
