import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../src/ir/builder.js'
import type { Attributes } from '../../src/ir/graph.js'
import { opNamed } from '../../src/ops/index.js'
import { TypeRuleError } from '../../src/ops/op.js'
import { differentiate } from '../../src/passes/differentiate.js'
import { f32, scalar, type TensorType } from '../../src/types/tensor.js'
import { runGraph } from '../compress/networks.js'

const inType = (...shape: readonly (number | string)[]): TensorType => ({ dtype: 'f32', shape })

/** fake_quantize of x and the gradient of its weighed sum. */
async function fake(x: readonly number[], dy: readonly number[], attributes: Attributes, shape: readonly number[] = [x.length]) {
  const builder = new GraphBuilder('fake')
  const [input, weights] = [builder.input('x', inType(...shape)), builder.input('dy', inType(...shape))]
  const y = builder.add('fake_quantize', [input], attributes)
  const loss = builder.add('sum', [builder.add('mul', [y, weights])], {})
  const [gradient] = differentiate(builder, loss, [input])
  builder.output('y', y)
  builder.output('dx', gradient ?? -1)
  const { y: value, dx } = await runGraph(builder.build(), new Map(), { x: f32(shape, x), dy: f32(shape, dy) })
  return { y: [...(value?.data ?? [])].map(Number), dx: [...(dx?.data ?? [])].map(Number) }
}

describe('fake_quantize', () => {
  it('rounds to steps, halves to even, and cuts at the ends', async () => {
    const { y } = await fake([0.24, 0.25, 0.75, -0.6, 9, -9], [0, 0, 0, 0, 0, 0], { scale: scalar(0.5), low: -4, high: 3 })
    expect(y).toEqual([0, 0, 1, -0.5, 1.5, -2])
  })

  it('lets the gradient through inside the range, unrounded, and none outside', async () => {
    const { dx } = await fake([0.24, 1.5, 1.6, -2, -2.1], [1, 2, 3, 4, 5], { scale: scalar(0.5), low: -4, high: 3 })
    expect(dx).toEqual([1, 2, 0, 4, 0])
  })

  it('has a step for each channel where it is given several', async () => {
    const { y } = await fake([1.2, 1.2, 1.2, 1.2], [0, 0, 0, 0], { scale: f32([2], [1, 0.5]), axis: 0, low: -127, high: 127 }, [2, 2])
    expect(y).toEqual([1, 1, 1, 1])
    const other = await fake([1.3, 1.3, 1.3, 1.3], [0, 0, 0, 0], { scale: f32([2], [1, 0.5]), axis: 1, low: -127, high: 127 }, [2, 2])
    expect(other.y).toEqual([1, 1.5, 1, 1.5])
  })

  it('refuses steps that do not fit', () => {
    const { infer } = opNamed('fake_quantize')
    expect(() => infer([inType(2, 3)], { scale: f32([2], [1, 1]), axis: 1 })).toThrow(TypeRuleError)
    expect(() => infer([inType(2)], { scale: 1 })).toThrow(TypeRuleError)
    expect(() => infer([], { scale: scalar(1) })).toThrow(TypeRuleError)
  })
})

describe('quantize and dequantize', () => {
  it('take values to 8 bits and back, within half a step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 1, maxLength: 40 }), async (values) => {
        const attributes = { scale: Math.fround(3 / 255), zero: 85 }
        const builder = new GraphBuilder('trip')
        const x = builder.input('x', inType('N'))
        builder.output('y', builder.add('dequantize', [builder.add('quantize', [x], attributes)], attributes))
        const { y } = await runGraph(builder.build(), new Map(), { x: f32([values.length], values) })
        for (const [index, value] of values.entries()) expect(Math.abs(Number(y?.data[index]) - value)).toBeLessThanOrEqual(3 / 255 / 2 + 1e-6)
      }),
      { seed: 7, numRuns: 20 },
    )
  })

  it('have types of their own', () => {
    expect(opNamed('quantize').infer([inType('N', 4)], {})).toEqual([{ dtype: 'u8', shape: ['N', 4] }])
    expect(opNamed('dequantize').infer([{ dtype: 's8', shape: [4] }], { scale: 1 })).toEqual([inType(4)])
    expect(() => opNamed('dequantize').infer([inType(4)], { scale: 1 })).toThrow(TypeRuleError)
    expect(() => opNamed('quantize').infer([{ dtype: 'i64', shape: [4] }], {})).toThrow(TypeRuleError)
  })
})
