import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { checkGradient, noise, typed, type Application } from './harness.js'

const small = fc.integer({ min: 1, max: 3 })

/** Any kernel and stride; `size` is the smallest image whose convolution is the input, so that every window is whole. */
const applications = fc
  .record({ batch: small, depth: small, channels: small, rows: small, columns: small, kernel: fc.tuple(small, small), stride: fc.tuple(small, small), seed: fc.nat(99) })
  .map(({ batch, depth, channels, rows, columns, kernel, stride, seed }) => ({
    op: 'conv_transpose',
    attributes: { stride, pads: [0, 0, 0, 0], dilation: [1, 1], groups: 1, size: [(rows - 1) * stride[0] + kernel[0], (columns - 1) * stride[1] + kernel[1]] },
    inputs: [noise([batch, depth, rows, columns], seed), noise([depth, channels, ...kernel], seed + 1)],
    batched: [0],
  }) satisfies Application)

describe('conv_transpose', () => {
  it('the gradient agrees with finite differences', async () => {
    await fc.assert(fc.asyncProperty(applications, (application) => checkGradient(application, { places: 6 })), { seed: 5, numRuns: 25 })
  })

  it('in groups, too', async () => {
    const attributes = { stride: [2, 2], pads: [0, 0, 0, 0], dilation: [1, 1], groups: 2, size: [7, 5] }
    await checkGradient({ op: 'conv_transpose', attributes, inputs: [noise([2, 4, 3, 2], 1), noise([4, 3, 3, 3], 2)], batched: [0] })
  })

  it('counts its multiply-accumulates, and couples its channels to those of its weight', () => {
    const { cost, channels } = opNamed('conv_transpose')
    const [x, weight, y] = [typed('N', 8, 5, 5), typed(8, 3, 2, 2), typed('N', 3, 10, 10)]
    expect(cost?.([x, weight], [y], {})).toEqual({ macs: 8 * 3 * 4 * 25 })
    expect(channels?.([x, weight], [y], {})).toHaveLength(3)
    expect(channels?.([x, typed(8, 3, 2, 2)], [typed('N', 6, 10, 10)], { groups: 2 })).toEqual([])
  })
})
