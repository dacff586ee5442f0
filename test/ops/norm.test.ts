import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { apply, checkGradient, difference, gradients, noise, present, typed, valuesOf } from './harness.js'
import { fromTf, toTf, tf } from './oracle.js'

const runs = { seed: 4, numRuns: 8 }
const size = fc.integer({ min: 2, max: 5 })
const shapes = fc.tuple(size, size, fc.constantFrom([], [2], [3, 2])).map(([n, c, rest]) => [n, c, ...rest])

const vectors = (channels: number) => [noise([channels], 2, 0.5, 2), noise([channels], 3)]

describe('batch norm', () => {
  it('with running statistics: the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(shapes, async (shape) => {
      const [, c = 1] = shape
      await checkGradient({ op: 'batch_norm', attributes: { epsilon: 1e-3 }, inputs: [noise(shape, 1), ...vectors(c), noise([c], 4), noise([c], 5, 0.5, 2)], batched: [0], fixed: [3, 4] })
    }), runs)
  })

  it('with the statistics of the batch: all three outputs have gradients that agree with finite differences', async () => {
    await fc.assert(fc.asyncProperty(shapes, async (shape) => {
      const [n = 1, c = 1] = shape
      for (const outputs of [[0], [0, 1, 2], [1, 2]]) {
        await checkGradient({
          op: 'batch_norm_training', attributes: { epsilon: 0.1 }, inputs: [noise(shape, n), ...vectors(c)], batched: [0], outputs,
          fixed: outputs[0] === 0 ? [] : [1, 2],
        })
      }
    }), runs)
  })
})

describe('layer norm', () => {
  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(fc.array(size, { minLength: 2, maxLength: 3 }), async (shape) => {
      const d = shape.at(-1) ?? 1
      await checkGradient({ op: 'layer_norm', attributes: { epsilon: 0.05 }, inputs: [noise(shape, 1), noise([d], 2), noise([d], 3)], batched: [0] })
    }), runs)
  })
})

describe('group norm', () => {
  /** A group for each channel, for each two, and one for all; images, sequences of channels, and bare channels. */
  const cases = fc.tuple(size, fc.constantFrom(1, 2, 4), fc.constantFrom([2], [3, 2])).map(([n, groups, rest]) => ({ shape: [n, 4, ...rest], groups }))

  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(cases, async ({ shape, groups }) => {
      await checkGradient({ op: 'group_norm', attributes: { groups, epsilon: 0.1 }, inputs: [noise(shape, 1), ...vectors(4)], batched: [0] })
    }), runs)
    await checkGradient({ op: 'group_norm', attributes: { groups: 2, epsilon: 0.1 }, inputs: [noise([3, 4], 1), ...vectors(4)], batched: [0] })
  })

  it('loses groups with channels where each channel is one, and is left whole otherwise', () => {
    const { channels, resize, infer } = opNamed('group_norm')
    const [x, vector] = [typed('N', 4, 3, 3), typed(4)]
    expect(channels?.([x, vector, vector], [x], { groups: 4 })).toHaveLength(6)
    expect(channels?.([x, vector, vector], [x], { groups: 2 })).toEqual([])
    expect(resize?.({ groups: 4 }, [typed('N', 3, 3, 3)], [])).toEqual({ groups: 3 })
    expect(resize?.({ groups: 2 }, [x], [])).toEqual({ groups: 2 })
    expect(() => infer([x, vector, vector], { groups: 3 })).toThrow('do not part into 3 groups')
  })
})

describe.each(['softmax', 'log_softmax'])('%s', (op) => {
  it('the gradient agrees with finite differences along any axis', async () => {
    await fc.assert(fc.asyncProperty(fc.array(size, { minLength: 2, maxLength: 3 }), fc.nat(2), async (shape, axis) => {
      await checkGradient({ op, attributes: { axis: Math.min(axis, shape.length - 1) }, inputs: [noise(shape, 1, -2, 2)], batched: [0] })
    }), runs)
  })

  it('values and gradients agree with tfjs', async () => {
    const x = noise([4, 5], 1, -3, 3)
    const f = (value: core.Tensor): core.Tensor => (op === 'softmax' ? tf.softmax(value) : tf.logSoftmax(value))
    const [y] = await apply({ op, inputs: [x] })
    expect(difference(present(y), fromTf(f(toTf(x))))).toBeLessThan(1e-6)
    const dy = noise([4, 5], 2)
    const [ours] = await gradients({ op, inputs: [x] }, [dy])
    expect(difference(present(ours), fromTf(tf.grad(f)(toTf(x), toTf(dy))))).toBeLessThan(1e-6)
  })

  it('stands large values', async () => {
    const [y] = await apply({ op, inputs: [noise([2, 3], 1, 500, 900)] })
    expect(valuesOf(present(y)).every(Number.isFinite)).toBe(true)
  })
})
