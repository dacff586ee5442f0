import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { f32 } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, gradients, noise, present, typed, valuesOf } from './harness.js'
import { fromTf, tf, toTf } from './oracle.js'

const side = fc.integer({ min: 1, max: 6 })
const applications = fc.record({ shape: fc.tuple(side, side, side), axis: fc.integer({ min: -2, max: 2 }), reverse: fc.boolean(), exclusive: fc.boolean(), seed: fc.nat(99) })
  .map(({ shape, seed, ...attributes }) => ({ attributes: { ...attributes, axis: attributes.axis === 0 ? 1 : attributes.axis }, inputs: [noise(shape, seed, -1.5, 1.5)], batched: [0] }))

/** TensorFlow.js has no gradient of a cumulative product, and that of a sum is wrong but for the last axis: one place after the other. */
const reference = (op: 'cumsum' | 'cumprod', axis: number, exclusive: boolean, reverse: boolean) => (x: core.Tensor): core.Tensor => {
  const sizes = x.shape.map((size, index) => (index === axis ? 1 : size))
  const parts = Array.from({ length: x.shape[axis] ?? 0 }, (_, place) => tf.slice(x, sizes.map((_size, index) => (index === axis ? place : 0)), sizes))
  let total: core.Tensor = op === 'cumsum' ? tf.zerosLike(present(parts[0])) : tf.onesLike(present(parts[0]))
  const made = (reverse ? parts.toReversed() : parts).map((part) => {
    const next = op === 'cumsum' ? total.add(part) : total.mul(part)
    const shown = exclusive ? total : next
    total = next
    return shown
  })
  return tf.concat(reverse ? made.toReversed() : made, axis)
}

describe.each(['cumsum', 'cumprod'] as const)('%s', (op) => {
  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(applications, (each) => checkGradient({ op, ...each }, { places: 6 })), { seed: 1, numRuns: 15 })
  })

  it('values and gradients agree with tfjs, and folding with both', async () => {
    await fc.assert(fc.asyncProperty(applications, async (each) => {
      const { inputs: [x], attributes: { axis, reverse, exclusive } } = each
      const f = reference(op, (axis + 3) % 3, exclusive, reverse)
      const [y] = await apply({ op, ...each })
      expect(difference(present(y), fromTf(f(toTf(present(x)))))).toBeLessThan(1e-5)
      const [folded] = opNamed(op).evaluate?.([present(x)], each.attributes) ?? []
      expect(difference(present(folded), present(y))).toBeLessThan(1e-5)
      const dy = noise(present(x).shape, 7)
      const [mine] = await gradients({ op, ...each }, [dy])
      expect(difference(present(mine), fromTf(tf.grad(f)(toTf(present(x)), toTf(dy))))).toBeLessThan(1e-5)
    }), { seed: 2, numRuns: 15 })
  })
})

describe('cumprod', () => {
  // torch.tensor([2, 0, 3, 0, 1.5]).cumprod(0), its sum weighed by 1, 2, 3, 4, 5
  it('has the gradient of PyTorch where values are zero', async () => {
    const application = { op: 'cumprod', attributes: { axis: 1 }, inputs: [f32([1, 5], [2, 0, 3, 0, 1.5])] }
    const [dx] = await gradients(application, [f32([1, 5], [1, 2, 3, 4, 5])])
    expect(valuesOf(present(dx))).toEqual([1, 22, 0, 0, 0])
  })

  it('couples the axes that it does not run along', () => {
    const links = opNamed('cumprod').channels?.([typed('N', 3, 4)], [typed('N', 3, 4)], { axis: 1 }) ?? []
    expect(links.map(({ from }) => from.axis)).toEqual([0, 2])
  })
})
