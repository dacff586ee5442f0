import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { checkGradient, noise, type Application, typed } from './harness.js'

const small = fc.integer({ min: 1, max: 3 })
const pad = fc.integer({ min: 0, max: 2 })

/** Any geometry that fits: kernel, stride, dilation and padding differ along the axes. */
const geometries = fc
  .record({
    batch: small, groups: fc.constantFrom(1, 1, 2, 3), within: small, multiple: fc.integer({ min: 1, max: 2 }),
    kernel: fc.tuple(small, small), stride: fc.tuple(small, small), dilation: fc.tuple(small, small),
    pads: fc.tuple(pad, pad, pad, pad), extra: fc.tuple(fc.nat(4), fc.nat(4)), bias: fc.boolean(), im2col: fc.boolean(), seed: fc.nat(99),
  })
  .map(({ batch, groups, within, multiple, kernel, stride, dilation, pads, extra, bias, im2col, seed }) => {
    const side = (axis: 0 | 1): number => Math.max(1, dilation[axis] * (kernel[axis] - 1) + 1 - pads[axis] - pads[axis === 0 ? 2 : 3]) + extra[axis]
    const inputs = [
      noise([batch, groups * within, side(0), side(1)], seed),
      noise([groups * multiple, within, ...kernel], seed + 1),
      ...(bias ? [noise([groups * multiple], seed + 2)] : []),
    ]
    return { op: 'conv', attributes: { stride, pads, dilation, groups, im2col: im2col && groups === 1 }, inputs, batched: [0] } satisfies Application
  })

describe('conv', () => {
  it('the gradient agrees with finite differences on any stride, padding, dilation and groups, also as one product for the batch', async () => {
    await fc.assert(fc.asyncProperty(geometries, (application) => checkGradient(application, { places: 6 })), { seed: 5, numRuns: 40 })
  })

  it('depthwise: the gradient agrees with finite differences', async () => {
    for (const stride of [[1, 1], [2, 2]]) {
      await checkGradient({ op: 'conv', attributes: { groups: 4, stride, pads: [1, 1, 1, 1] }, inputs: [noise([2, 4, 5, 6], 1), noise([4, 1, 3, 3], 2)], batched: [0] })
    }
  })

  it('counts its multiply-accumulates for one sample', () => {
    expect(opNamed('conv').cost?.([typed('N', 1, 28, 28), typed(20, 1, 5, 5)], [typed('N', 20, 24, 24)], {})).toEqual({ macs: 20 * 25 * 576 })
  })

  it('ties channels in and out; a depthwise one loses groups with its channels; other groups are frozen', () => {
    const { channels, resize } = opNamed('conv')
    const links = channels?.([typed('N', 4, 8, 8), typed(6, 4, 3, 3), typed(6)], [typed('N', 6, 6, 6)], {}) ?? []
    expect(links.map(({ from, to }) => `${from.operand}${from.index}.${from.axis}~${to.operand}${to.index}.${to.axis}`)).toEqual([
      'input0.0~output0.0', 'input1.0~output0.1', 'input2.0~output0.1', 'input0.1~input1.1',
    ])
    const depthwise = [typed('N', 4, 8, 8), typed(4, 1, 3, 3)]
    expect(channels?.(depthwise, [typed('N', 4, 6, 6)], { groups: 4 })).toHaveLength(3)
    expect(resize?.({ groups: 4 }, [typed('N', 3, 8, 8), typed(3, 1, 3, 3)], [])).toEqual({ groups: 3 })
    expect(resize?.({ groups: 2 }, [typed('N', 4, 8, 8), typed(6, 2, 3, 3)], [])).toEqual({ groups: 2 })
    expect(channels?.([typed('N', 4, 8, 8), typed(6, 2, 3, 3)], [typed('N', 6, 6, 6)], { groups: 2 })).toEqual([])
  })

  it('refuses what does not fit', () => {
    expect(() => opNamed('conv').infer([typed(1, 3, 4, 4), typed(2, 4, 3, 3)], {})).toThrow('does not fit')
    expect(() => opNamed('conv').infer([typed(1, 3, 2, 4), typed(2, 3, 3, 3)], {})).toThrow('does not fit an image')
  })
})
