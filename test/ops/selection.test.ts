/** Ops that choose values: the largest, those at given places. */
import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { f32, i64 } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, distinct, gradients, noise, present, typed, valuesOf } from './harness.js'
import { fromTf, tf, toTf } from './oracle.js'

const side = fc.integer({ min: 1, max: 5 })
const shapes = fc.tuple(fc.tuple(side, side, side), fc.constantFrom(1, 2, -1), fc.nat(99)).map(([shape, axis, seed]) => ({ shape, axis, seed }))

describe.each([['argmax', tf.argMax], ['argmin', tf.argMin]] as const)('%s', (op, theirs) => {
  it('agrees with tfjs, folded or not', async () => {
    await fc.assert(fc.asyncProperty(shapes, async ({ shape, axis, seed }) => {
      const x = distinct(shape, seed)
      const [y] = await apply({ op, attributes: { axis }, inputs: [x], batched: [0] })
      const [folded] = opNamed(op).evaluate?.([x], { axis }) ?? []
      expect(folded).toEqual(y)
      expect(valuesOf(present(y))).toEqual([...theirs(toTf(x), axis).dataSync()])
    }), { seed: 3, numRuns: 12 })
  })

  it('gives the first of equal values, and no gradient', async () => {
    const [y] = await apply({ op, attributes: { axis: 1 }, inputs: [f32([1, 3], [2, 2, 2])] })
    expect(y).toEqual(i64([1], [0]))
    expect(opNamed(op).vjp?.({ writer: undefined as never, inputs: [0], outputs: [1], gradients: [2], attributes: {} })).toEqual([])
  })
})

describe('top_k', () => {
  it('the gradient of the values agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(shapes, async ({ shape, axis, seed }) => {
      const k = 1 + (seed % present(shape.at(axis)))
      await checkGradient({ op: 'top_k', attributes: { k, axis }, inputs: [distinct(shape, seed)], batched: [0] }, { places: 6 })
    }), { seed: 4, numRuns: 10 })
  })

  it('values, places and gradients agree with tfjs', async () => {
    const x = distinct([3, 2, 6], 1)
    const application = { op: 'top_k', attributes: { k: 4, axis: -1 }, inputs: [x], batched: [0] }
    const [values, places] = await apply(application)
    const theirs = tf.topk(toTf(x), 4)
    expect(difference(present(values), fromTf(theirs.values))).toBe(0)
    expect(valuesOf(present(places))).toEqual([...theirs.indices.dataSync()])
    // TensorFlow.js has no gradient of it: the values, looked up at their places, have one.
    const hot = tf.oneHot(theirs.indices.toInt(), 6).toFloat()
    const f = (value: core.Tensor): core.Tensor => hot.mul(value.expandDims(2)).sum(3)
    const dy = noise([3, 2, 4], 5)
    const [mine] = await gradients(application, [dy])
    expect(difference(present(mine), fromTf(tf.grad(f)(toTf(x), toTf(dy))))).toBeLessThan(1e-6)
  })

  it('refuses more values than there are', () => {
    expect(() => opNamed('top_k').infer([typed('N', 3)], { k: 4 })).toThrow('there are no 4 values along axis 1')
  })
})

describe('take', () => {
  /** Indices count from the end where negative, and repeat. */
  const takes = shapes.chain(({ shape, axis, seed }) =>
    fc.array(side, { minLength: 0, maxLength: 2 }).map((more) => {
      const size = present(shape.at(axis))
      const indices = i64([shape[0], ...more], valuesOf(noise([shape[0], ...more], seed, -size, size)).map(Math.floor))
      return { op: 'take', attributes: { axis }, inputs: [noise(shape, seed), indices], batched: [0, 1], fixed: [1] }
    }))

  it('the gradient agrees with finite differences, on any axis and any shape of the indices', async () => {
    await fc.assert(fc.asyncProperty(takes, (each) => checkGradient(each, { places: 6 })), { seed: 5, numRuns: 15 })
  })

  it('values and gradients agree with tfjs', async () => {
    const [x, indices] = [noise([3, 4, 2], 1), i64([3, 5], [0, 3, 3, 1, 2, 2, 2, 2, 0, 1, 3, 0, 1, 1, 0])]
    const application = { op: 'take', attributes: { axis: 1 }, inputs: [x, indices], batched: [0, 1], fixed: [1] }
    const f = (value: core.Tensor): core.Tensor =>
      tf.stack(tf.unstack(value).map((sample, index) => tf.gather(sample, tf.tensor1d(valuesOf(indices).slice(5 * index, 5 * index + 5), 'int32'))))
    expect(difference(present((await apply(application))[0]), fromTf(f(toTf(x))))).toBe(0)
    const dy = noise([3, 5, 2], 4)
    const [mine] = await gradients(application, [dy])
    expect(difference(present(mine), fromTf(tf.grad(f)(toTf(x), toTf(dy))))).toBeLessThan(1e-6)
  })

  it('couples what it does not take along, and refuses another batch', () => {
    const { channels, infer } = opNamed('take')
    const [x, indices] = [typed('N', 5, 7), { dtype: 'i64' as const, shape: ['N', 2, 3] }]
    expect(infer([x, indices], {})).toEqual([typed('N', 2, 3, 7)])
    expect(channels?.([x, indices], infer([x, indices], {}), {})?.map(({ from, to }) => [from.axis, to.axis])).toEqual([[0, 0], [2, 3]])
    expect(() => infer([typed(4, 5), indices], {})).toThrow('common batch')
  })
})

describe('log_likelihood', () => {
  /** Rows of any rank; some codes are none. */
  const rows = fc.tuple(fc.array(side, { maxLength: 2 }), fc.integer({ min: 1, max: 6 }), fc.nat(99)).map(([more, depth, seed]) => {
    const shape = [3, ...more]
    return { op: 'log_likelihood', inputs: [noise([...shape, depth], seed), i64(shape, valuesOf(noise(shape, seed, -1, depth + 1)).map(Math.floor))], batched: [0, 1], fixed: [1] }
  })

  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(rows, (each) => checkGradient(each, { places: 6 })), { seed: 6, numRuns: 15 })
  })

  it('values and gradients agree with tfjs, and are 0 where a code is none', async () => {
    const [x, codes] = [noise([2, 3, 4], 1), i64([2, 3], [0, 3, 4, 2, -1, 2])]
    const application = { op: 'log_likelihood', inputs: [x, codes], batched: [0, 1], fixed: [1] }
    const f = (value: core.Tensor): core.Tensor => tf.sum(tf.mul(tf.logSoftmax(value), tf.oneHot(tf.tensor2d([...valuesOf(codes)], [2, 3], 'int32'), 4)), -1)
    const [mine] = await apply(application)
    expect(difference(present(mine), fromTf(f(toTf(x))))).toBeLessThan(1e-6)
    expect([2, 4].map((place) => valuesOf(present(mine))[place])).toEqual([0, 0])
    const dy = noise([2, 3], 4)
    const [gradient] = await gradients(application, [dy])
    expect(difference(present(gradient), fromTf(tf.grad(f)(toTf(x), toTf(dy))))).toBeLessThan(1e-6)
  })

  it('wants a code for each row', () => {
    expect(() => opNamed('log_likelihood').infer([typed('N', 5, 7), { dtype: 'i64', shape: ['N', 4] }], {})).toThrow('need a code for each row')
  })
})
