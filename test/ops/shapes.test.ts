import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attributes } from '../../src/ir/graph.js'
import { opNamed } from '../../src/ops/index.js'
import { f32, i64, type Shape, type TensorType } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, distinct, gradients, noise, present, valuesOf, typed } from './harness.js'
import { fromTf, tf, toTf } from './oracle.js'

const runs = { seed: 11, numRuns: 6 }
const dims = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 })
const shapeOf = (op: string, inputs: readonly TensorType[], attributes = {}): Shape | undefined => opNamed(op).infer(inputs, attributes)[0]?.shape

const links = (from: Shape, to: Shape) => opNamed('reshape').channels?.([typed(...from)], [typed(...to)], {})
const at = (operand: 'input' | 'output', axis: number) => ({ operand, index: 0, axis })

describe('reductions', () => {
  const choice = fc.tuple(dims, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.boolean(), fc.nat(50))
    .map(([shape, picked, keepdims, seed]) => ({ shape, axes: shape.flatMap((_, axis) => (picked[axis] === true ? [axis] : [])), keepdims, seed }))

  it.each(['sum', 'sum_square', 'mean', 'reduce_max', 'reduce_min', 'prod', 'log_sum_exp'])('%s: the gradient agrees with finite differences over any axes', async (op) => {
    await fc.assert(fc.asyncProperty(choice, async ({ shape, axes, keepdims, seed }) => {
      // Of a product over a batch whose size is not known, the gradient is not.
      const batched = op === 'prod' && axes.includes(0) ? [] : [0]
      await checkGradient({ op, attributes: { axes, keepdims }, inputs: [distinct(shape, seed)], batched })
    }), { ...runs, numRuns: 12 })
  })

  it('sum_square of a scalar is its square, and not the scalar', async () => {
    const [y] = await apply({ op: 'sum_square', inputs: [f32([], [3])] })
    expect([...(y?.data ?? [])]).toEqual([9])
  })

  it.each(['sum', 'sum_square', 'mean', 'reduce_max', 'reduce_min', 'prod', 'log_sum_exp'])('%s folds to the values that the engine gives', async (op) => {
    const inputs = [noise([3, 4, 2], 3)]
    const choices: readonly Attributes[] = [{}, { axes: [1] }, { axes: [0, -1], keepdims: true }]
    for (const attributes of choices) {
      const [y] = await apply({ op, inputs, attributes })
      const [folded] = opNamed(op).evaluate?.(inputs, attributes) ?? []
      expect(difference(present(folded), present(y))).toBeLessThan(1e-6)
    }
  })

  it('values that tie for the largest share the gradient', async () => {
    const [y] = await apply({ op: 'reduce_max', inputs: [f32([1, 3], [2, 2, 1])], attributes: { axes: [1] } })
    expect(y?.data[0]).toBe(2)
  })

  it('a product with zeros has a gradient at them', async () => {
    await checkGradient({ op: 'prod', attributes: { axes: [1] }, inputs: [f32([3, 3], [2, 0, 3, 0, 5, 0, 1, 2, 4])], batched: [0] })
  })

  it('a logarithm of a sum stands large values', async () => {
    const [y] = await apply({ op: 'log_sum_exp', inputs: [f32([1, 2], [900, 900])], attributes: { axes: [1] } })
    expect(y?.data[0]).toBeCloseTo(900 + Math.log(2), 3)
  })

  it('counts a batch whose size is not known', async () => {
    const [y] = await apply({ op: 'count', inputs: [noise([5, 2, 3], 1)], attributes: { axes: [0, 2] }, batched: [0] })
    expect(y?.data[0]).toBe(15)
  })
})

describe('reshape', () => {
  it('copies a 0, infers a -1, and keeps the batch', () => {
    expect(shapeOf('reshape', [typed('N', 4, 3, 2)], { shape: [0, -1] })).toEqual(['N', 24])
    expect(shapeOf('reshape', [typed('N', 4, 6)], { shape: [-1, 6] })).toEqual(['4*N', 6])
    expect(shapeOf('reshape', [typed('4*N', 6)], { shape: [-1, 4, 6] })).toEqual(['N', 4, 6])
    expect(() => shapeOf('reshape', [typed('N', 5)], { shape: [-1, 3] })).toThrow('cannot become')
    expect(() => shapeOf('reshape', [typed(2, 3)], { shape: [-1, -1] })).toThrow('cannot become')
  })

  it('the gradient takes the shape of the operand', async () => {
    await checkGradient({ op: 'reshape', attributes: { shape: [0, -1] }, inputs: [noise([2, 3, 4], 1)], batched: [0] })
    await checkGradient({ op: 'reshape', attributes: { shape: [-1, 4] }, inputs: [noise([2, 3, 4], 1)], batched: [0] })
  })

  it('ties a channel to all the features that it becomes', () => {
    expect(links(['N', 8, 4, 4], ['N', 128])).toEqual([
      { from: at('input', 0), to: at('output', 0) },
      { from: at('input', 1), to: at('output', 1), repeat: 16 },
    ])
    expect(links(['N', 128], ['N', 8, 4, 4])).toEqual([
      { from: at('input', 0), to: at('output', 0) },
      { from: at('output', 1), to: at('input', 1), repeat: 16 },
    ])
    expect(links(['N', 8, 1, 1], ['N', 8])).toContainEqual({ from: at('input', 1), to: at('output', 1) })
    expect(links([8], [8, 1, 1])).toEqual([{ from: at('input', 0), to: at('output', 0) }])
  })

  it('follows when channels are removed', () => {
    expect(opNamed('reshape').resize?.({ shape: [-1, 128] }, [typed('N', 6, 4, 4)], [typed('N', 96)])).toEqual({ shape: [-1, 96] })
  })
})

const lookedUp = (x: core.Tensor): core.Tensor => tf.gather(x, tf.tensor2d([4, 0, 4, 1, 4, 3], [2, 3], 'int32'))

describe('moving values', () => {
  it.each([['slice', { axes: [], starts: [], ends: [] }], ['pad', { pads: [] }]])('%s of a scalar is the scalar', async (op, attributes) => {
    const [y] = await apply({ op, attributes, inputs: [noise([], 1)] })
    expect(y).toEqual(noise([], 1))
  })

  it('transpose, concat, slice, pad: gradients agree with finite differences', async () => {
    await fc.assert(fc.asyncProperty(fc.tuple(dims, fc.nat(99)), async ([shape, seed]) => {
      const perm = shape.map((_, axis) => axis).toReversed()
      await checkGradient({ op: 'transpose', attributes: { perm }, inputs: [noise(shape, seed)], batched: [0] })
      const axis = seed % (shape.length - 1) + 1
      const other = shape.map((dim, index) => (index === axis ? dim + 1 : dim))
      await checkGradient({ op: 'concat', attributes: { axis }, inputs: [noise(shape, seed), noise(other, seed + 1)], batched: [0, 1] })
      await checkGradient({ op: 'slice', attributes: { axes: [axis], starts: [1], ends: [other[axis] ?? 0] }, inputs: [noise(other, seed)], batched: [0] })
      const pads = [...shape.map((_, index) => (index === axis ? 2 : 0)), ...shape.map((_, index) => (index === axis ? 1 : 0))]
      await checkGradient({ op: 'pad', attributes: { pads, value: 3 }, inputs: [noise(shape, seed)], batched: [0] })
    }), runs)
  })

  it('fold to the values that the engine gives', async () => {
    const inputs = [noise([2, 3, 4], 5), noise([2, 3, 4], 6)]
    const cases: readonly [op: string, count: number, attributes: Record<string, number | readonly number[]>][] = [
      ['transpose', 1, { perm: [2, 0, 1] }],
      ['concat', 2, { axis: 1 }],
      ['slice', 1, { axes: [1, -1], starts: [1, -3], ends: [3, 4] }],
      ['reshape', 1, { shape: [4, -1] }],
    ]
    for (const [op, count, attributes] of cases) {
      const used = inputs.slice(0, count)
      const [y] = await apply({ op, inputs: used, attributes })
      const [folded] = opNamed(op).evaluate?.(used, attributes) ?? []
      expect(difference(present(folded), present(y))).toBe(0)
    }
  })

  it('broadcast_to: the gradient is summed', async () => {
    await checkGradient({ op: 'broadcast_to', inputs: [noise([1, 3, 1], 1), noise([2, 3, 4], 2)], fixed: [1] })
    await checkGradient({ op: 'broadcast_to', inputs: [noise([3], 1), noise([2, 3], 2)], fixed: [1], batched: [1] })
  })

  it('gather: rows that were read twice add up', async () => {
    const indices = i64([2, 2], [2, 0, 2, 1])
    await checkGradient({ op: 'gather', inputs: [noise([3, 2], 1), indices], fixed: [1] })
    await checkGradient({ op: 'gather', attributes: { axis: 1 }, inputs: [noise([2, 3, 2], 1), indices], fixed: [1], batched: [0] })
    await checkGradient({ op: 'gather', attributes: { axis: -1 }, inputs: [noise([2, 2, 3], 1), i64([4], [0, 2, 2, 1])], fixed: [1], batched: [0] })
    await checkGradient({ op: 'embedding', inputs: [noise([4, 3], 1), i64([3, 2], [3, 0, 0, 1, 3, 3])], fixed: [1], batched: [1] })
  })

  it('gather and embedding: values and gradients agree with tfjs', async () => {
    const codes = i64([2, 3], [4, 0, 4, 1, 4, 3])
    const [table, dy] = [noise([5, 2], 1), noise([2, 3, 2], 2)]
    for (const op of ['gather', 'embedding']) {
      const application = { op, inputs: [table, codes], fixed: [1] }
      expect(difference(present((await apply(application))[0]), fromTf(lookedUp(toTf(table))))).toBe(0)
      expect(difference(present((await gradients(application, [dy]))[0]), fromTf(tf.grad(lookedUp)(toTf(table), toTf(dy))))).toBeLessThan(1e-6)
    }
  })

  it('one_hot: nothing is hot for a code outside', async () => {
    const [y] = await apply({ op: 'one_hot', inputs: [i64([4], [1, 0, 3, -1])], attributes: { depth: 3 }, batched: [0] })
    expect(valuesOf(present(y))).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  })
})
