import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { apply, checkGradient, difference, gradients, noise, present, typed, valuesOf } from './harness.js'
import { fromTf, toTf } from './oracle.js'

const runs = { seed: 4, numRuns: 8 }
const size = fc.integer({ min: 2, max: 5 })
const shapes = fc.tuple(size, size, fc.constantFrom([], [2], [3, 2])).map(([n, c, rest]) => [n, c, ...rest])

const vectors = (channels: number) => [noise([channels], 2, 0.5, 2), noise([channels], 3)]

/** Layer norm in TensorFlow.js. */
const normalised = (...parts: tf.Tensor[]): tf.Tensor => {
  const [x, scale, bias] = parts
  if (x === undefined || scale === undefined || bias === undefined) throw new Error('missing')
  const { mean, variance } = tf.moments(x, -1, true)
  return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(scale).add(bias)
}

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

  it('values and gradients agree with tfjs', async () => {
    await fc.assert(fc.asyncProperty(size, size, async (n, c) => {
      const inputs = [noise([n, c, 3, 2], 1), ...vectors(c)]
      const f = (...parts: tf.Tensor[]): tf.Tensor => {
        const [x, scale, bias] = parts
        if (x === undefined || scale === undefined || bias === undefined) throw new Error('missing')
        const { mean, variance } = tf.moments(x, [0, 2, 3], true)
        return x.sub(mean).div(variance.add(1e-3).sqrt()).mul(scale.reshape([1, c, 1, 1])).add(bias.reshape([1, c, 1, 1]))
      }
      const application = { op: 'batch_norm_training', attributes: { epsilon: 1e-3 }, inputs, batched: [0] }
      const parts = inputs.map(toTf)
      const [y, mean, variance] = await apply(application)
      expect(difference(present(y), fromTf(f(...parts)))).toBeLessThan(1e-5)
      const moments = tf.moments(present(parts[0]), [0, 2, 3])
      expect(difference(present(mean), fromTf(moments.mean))).toBeLessThan(1e-6)
      expect(difference(present(variance), fromTf(moments.variance))).toBeLessThan(1e-6)
      const dy = noise([n, c, 3, 2], 9)
      const ours = await gradients(application, [dy])
      tf.grads(f)(parts, toTf(dy)).forEach((gradient, index) => expect(difference(present(ours[index]), fromTf(gradient))).toBeLessThan(2e-5))
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

  it('values and gradients agree with tfjs', async () => {
    const inputs = [noise([3, 4, 6], 1), noise([6], 2), noise([6], 3)]
    const [y] = await apply({ op: 'layer_norm', inputs })
    expect(difference(present(y), fromTf(normalised(...inputs.map(toTf))))).toBeLessThan(1e-5)
    const dy = noise([3, 4, 6], 9)
    const ours = await gradients({ op: 'layer_norm', inputs }, [dy])
    tf.grads(normalised)(inputs.map(toTf), toTf(dy)).forEach((gradient, index) => expect(difference(present(ours[index]), fromTf(gradient))).toBeLessThan(2e-5))
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

  it('values and gradients agree with tfjs', async () => {
    await fc.assert(fc.asyncProperty(cases, async ({ shape, groups }) => {
      const inputs = [noise(shape, 1), ...vectors(4)]
      const f = (...parts: tf.Tensor[]): tf.Tensor => {
        const [x, scale, bias] = parts.map(present)
        const grouped = present(x).reshape([present(shape[0]), groups, -1])
        const { mean, variance } = tf.moments(grouped, 2, true)
        const channels = [4, ...shape.slice(2).map(() => 1)]
        return grouped.sub(mean).div(variance.add(1e-3).sqrt()).reshape(shape).mul(present(scale).reshape(channels)).add(present(bias).reshape(channels))
      }
      const application = { op: 'group_norm', attributes: { groups, epsilon: 1e-3 }, inputs, batched: [0] }
      const parts = inputs.map(toTf)
      expect(difference(present((await apply(application))[0]), fromTf(f(...parts)))).toBeLessThan(1e-5)
      const dy = noise(shape, 9)
      const ours = await gradients(application, [dy])
      tf.grads(f)(parts, toTf(dy)).forEach((gradient, index) => expect(difference(present(ours[index]), fromTf(gradient))).toBeLessThan(2e-5))
    }), runs)
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
    const f = (value: tf.Tensor): tf.Tensor => (op === 'softmax' ? tf.softmax(value) : tf.logSoftmax(value))
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
