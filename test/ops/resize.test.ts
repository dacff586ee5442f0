import type * as core from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { apply, checkGradient, difference, noise, present, typed, valuesOf } from './harness.js'
import { channelsFirst, channelsLast, fromTf, toTf, tf } from './oracle.js'
import { f32 } from '../../src/types/tensor.js'

const side = fc.integer({ min: 1, max: 7 })
const modes = ['nearest', 'bilinear'] as const

describe.each(modes)('resize, %s', (mode) => {
  it('the gradient agrees with finite differences, larger or smaller', async () => {
    await fc.assert(fc.asyncProperty(side, side, side, side, async (h, w, height, width) => {
      await checkGradient({ op: 'resize', attributes: { size: [height, width], mode }, inputs: [noise([2, 2, h, w], h)], batched: [0] }, { places: 6 })
    }), { seed: 3, numRuns: 20 })
  })

  it('values agree with tfjs', async () => {
    await fc.assert(fc.asyncProperty(side, side, side, side, async (h, w, height, width) => {
      const x = noise([2, 3, h, w], w)
      const images = channelsLast(toTf(x)) as core.Tensor4D
      const theirs = mode === 'bilinear' ? tf.image.resizeBilinear(images, [height, width], false, true) : tf.image.resizeNearestNeighbor(images, [height, width])
      const [ours] = await apply({ op: 'resize', attributes: { size: [height, width], mode }, inputs: [x], batched: [0] })
      expect(difference(present(ours), fromTf(channelsFirst(theirs)))).toBeLessThan(1e-5)
    }), { seed: 4, numRuns: 20 })
  })
})

describe('resize', () => {
  it('repeats pixels, or lies between their middles', async () => {
    const x = f32([1, 1, 1, 2], [0, 4])
    const row = async (mode: string) => valuesOf(present((await apply({ op: 'resize', attributes: { size: [1, 4], mode }, inputs: [x] }))[0]))
    expect(await row('nearest')).toEqual([0, 0, 4, 4])
    expect(await row('bilinear')).toEqual([0, 1, 3, 4])
  })

  it('counts four multiplications a pixel where it interpolates', () => {
    const { cost } = opNamed('resize')
    const [x, y] = [typed('N', 3, 4, 4), typed('N', 3, 8, 8)]
    expect(cost?.([x], [y], { size: [8, 8], mode: 'bilinear' })).toEqual({ macs: 4 * 3 * 64 })
    expect(cost?.([x], [y], { size: [8, 8], mode: 'nearest' })).toEqual({ macs: 0 })
  })

  it('refuses what is no image, no size, or no mode', () => {
    const { infer } = opNamed('resize')
    expect(() => infer([typed(3, 4)], { size: [2, 2] })).toThrow('[N, C, H, W]')
    expect(() => infer([typed(1, 3, 4, 4)], { size: [0, 2] })).toThrow('`size` needs')
    expect(() => infer([typed(1, 3, 4, 4)], { size: [2, 2], mode: 'cubic' })).toThrow('nearest or bilinear')
  })
})
