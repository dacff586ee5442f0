import { describe, expect, it } from 'vitest'
import { normalize, parseGraph, printGraph } from '../../src/ir/text.js'
import { verify } from '../../src/ir/verify.js'
import { dce } from '../../src/passes/dce.js'
import { moveFactors } from '../../src/passes/move-factors.js'
import { difference, noise, present, runGraph } from '../ops/harness.js'

const window = 'stride = [1, 1], pads = [1, 1, 1, 1], dilation = [1, 1]'
/** Gradients of a convolution with three channels in and `made` out, from dy · s for `made` factors s. */
const before = (made: number, outputs = '') => `graph g {
  input dy: f32[N, ${made}, 4, 4] = %0
  input s: f32[${made}, 1, 1] = %1
  input w: f32[${made}, 3, 3, 3] = %2
  input x: f32[N, 3, 4, 4] = %3
  %4: f32[N, ${made}, 4, 4] = mul(%0, %1)
  %5: f32[N, 3, 4, 4] = conv_input_gradient(%4, %2) {${window}, size = [4, 4]}
  %6: f32[${made}, 3, 3, 3] = conv_weight_gradient(%4, %3) {${window}, kernel = [3, 3]}
  output dx = %5
  output dw = %6${outputs}
}`
const run = (text: string) => dce.run(moveFactors.run(parseGraph(text)))
const printed = (text: string) => printGraph(normalize(parseGraph(text)))

describe('move factors', () => {
  it('multiplies the weight and its gradient instead of a batch of values', () => {
    const after = run(before(2))
    expect(verify(after)).toEqual([])
    expect(printGraph(normalize(after))).toBe(printed(`graph g {
  input dy: f32[N, 2, 4, 4] = %0
  input s: f32[2, 1, 1] = %1
  input w: f32[2, 3, 3, 3] = %2
  input x: f32[N, 3, 4, 4] = %3
  %4: f32[2, 1, 1, 1] = reshape(%1) {shape = [-1, 1, 1, 1]}
  %5: f32[2, 3, 3, 3] = mul(%2, %4)
  %6: f32[N, 3, 4, 4] = conv_input_gradient(%0, %5) {${window}, size = [4, 4]}
  %7: f32[2, 1, 1, 1] = reshape(%1) {shape = [-1, 1, 1, 1]}
  %8: f32[2, 3, 3, 3] = conv_weight_gradient(%0, %3) {${window}, kernel = [3, 3]}
  %9: f32[2, 3, 3, 3] = mul(%8, %7)
  output dx = %6
  output dw = %9
}`))
  })

  it('keeps the values, but for rounding', async () => {
    const feeds = { dy: noise([5, 2, 4, 4], 1), s: noise([2, 1, 1], 2), w: noise([2, 3, 3, 3], 3), x: noise([5, 3, 4, 4], 4) }
    const [a, b] = [await runGraph(parseGraph(before(2)), feeds), await runGraph(run(before(2)), feeds)]
    for (const name of ['dx', 'dw']) expect(difference(present(b[name]), present(a[name]))).toBeLessThan(1e-5)
  })

  it.each([
    ['that something else reads multiplied', before(2, '\n  output scaled = %4')],
    ['along another axis', before(2).replace('s: f32[2, 1, 1]', 's: f32[4, 1]')],
    ['where the weight is the larger', before(2).replaceAll('4, 4]', '1, 1]')],
  ])('leaves factors alone %s', (_, text) => {
    expect(printGraph(normalize(run(text)))).toBe(printed(text))
  })
})
