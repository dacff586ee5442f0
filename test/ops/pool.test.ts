import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { f32 } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, distinct, gradients, noise, present, valuesOf } from './harness.js'
import { channelsFirst, channelsLast, fromTf, toTf, tf } from './oracle.js'

const small = fc.integer({ min: 1, max: 3 })

/** Padding stays below the kernel, so that no window lies outside. */
const geometries = fc
  .record({ batch: small, channels: small, kernel: fc.tuple(small, small), stride: fc.tuple(small, small), padded: fc.boolean(), extra: fc.tuple(fc.nat(5), fc.nat(5)), seed: fc.nat(99) })
  .map(({ batch, channels, kernel, stride, padded, extra, seed }) => {
    const [a, b] = kernel.map((size) => (padded ? Math.floor(size / 2) : 0))
    const pads = [a ?? 0, b ?? 0, a ?? 0, b ?? 0]
    return { shape: [batch, channels, kernel[0] + extra[0], kernel[1] + extra[1]], attributes: { kernel, stride, pads }, seed }
  })

const tiling = fc
  .record({ batch: small, channels: small, kernel: fc.tuple(small, small), count: fc.tuple(small, small), rest: fc.tuple(fc.nat(2), fc.nat(2)), seed: fc.nat(99) })
  .map(({ batch, channels, kernel, count, rest, seed }) => ({
    shape: [batch, channels, kernel[0] * count[0] + Math.min(rest[0], kernel[0] - 1), kernel[1] * count[1] + Math.min(rest[1], kernel[1] - 1)],
    attributes: { kernel, stride: kernel },
    seed,
  }))

describe.each(['max_pool', 'avg_pool'])('%s', (op) => {
  it.each([['windows that overlap or leave gaps, with padding', geometries], ['windows that tile the image', tiling]] as const)(
    'the gradient agrees with finite differences: %s',
    async (_title, any) => {
      await fc.assert(fc.asyncProperty(any as typeof geometries, async ({ shape, attributes, seed }) => {
        await checkGradient({ op, attributes, inputs: [distinct(shape, seed)], batched: [0] })
      }), { seed: 8, numRuns: 25 })
    },
  )

  it('values and gradients agree with tfjs', async () => {
    await fc.assert(fc.asyncProperty(geometries, async ({ shape, attributes, seed }) => {
      const { kernel, stride, pads: [t = 0, l = 0] } = attributes
      const pool = op === 'max_pool' ? tf.maxPool : tf.avgPool
      const f = (x: core.Tensor) => channelsFirst(pool(channelsLast(x), kernel, stride, [[0, 0], [t, t], [l, l], [0, 0]]))
      const x = distinct(shape, seed)
      const y = f(toTf(x))
      const [ours] = await apply({ op, attributes, inputs: [x] })
      expect(difference(present(ours), fromTf(y))).toBeLessThan(1e-6)
      // TensorFlow.js counts padding in the gradient of a mean, though not in the mean.
      if (op === 'avg_pool' && t + l > 0) return
      const dy = noise(y.shape, 5)
      const [mine] = await gradients({ op, attributes, inputs: [x] }, [dy])
      expect(difference(present(mine), fromTf(tf.grad(f)(toTf(x), toTf(dy))))).toBeLessThan(1e-5)
    }), { seed: 9, numRuns: 25 })
  })
})

describe('ties', () => {
  it('in windows that tile the image, values that tie share the gradient', async () => {
    const attributes = { kernel: [2, 2], stride: [2, 2] }
    const [dx] = await gradients({ op: 'max_pool', attributes, inputs: [f32([1, 1, 2, 4], [1, 1, 3, 0, 0, 0, 0, 0])] }, [f32([1, 1, 1, 2], [8, 6])])
    expect(valuesOf(present(dx))).toEqual([4, 4, 6, 0, 0, 0, 0, 0])
  })
})

describe('global pools', () => {
  it.each([['global_avg_pool', tf.mean], ['global_max_pool', tf.max]] as const)('%s: the gradient agrees with finite differences and tfjs', async (op, theirs) => {
    const application = { op, inputs: [distinct([2, 3, 2, 4], 1)], batched: [0] }
    await checkGradient(application)
    const f = (x: core.Tensor): core.Tensor => theirs(x, [2, 3])
    const [[x], dy] = [application.inputs, noise([2, 3], 6)]
    expect(difference(present((await apply(application))[0]), fromTf(f(toTf(present(x)))))).toBeLessThan(1e-6)
    expect(difference(present((await gradients(application, [dy]))[0]), fromTf(tf.grad(f)(toTf(present(x)), toTf(dy))))).toBeLessThan(1e-6)
  })
})
