import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opNamed } from '../../src/ops/index.js'
import { TypeRuleError } from '../../src/ops/op.js'
import { f32, i64, type Tensor } from '../../src/types/tensor.js'
import { apply, checkGradient, difference, distinct, noise, present, valuesOf, typed } from './harness.js'

const runs = { seed: 7, numRuns: 6 }
const dims = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })

/** Two shapes that broadcast: axes of 1, and missing axes in front. */
const broadcasting = fc
  .tuple(dims, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 3 }), fc.boolean())
  .map(([shape, ones, drop, swap]) => {
    const other = shape.map((dim, axis) => (ones[axis] === true ? 1 : dim)).slice(Math.min(drop, shape.length))
    return swap ? [other, shape] : [shape, other]
  })

const smooth: readonly [op: string, low: number, high: number][] = [
  ['neg', -2, 2], ['exp', -2, 1.5], ['log', 0.5, 3], ['sqrt', 0.5, 3], ['square', -2, 2], ['reciprocal', 0.6, 2], ['sigmoid', -3, 3],
  ['tanh', -2, 2], ['erf', -2, 2], ['gelu', -3, 3], ['gelu_slope', -3, 3], ['silu', -3, 3], ['softplus', -3, 3], ['sin', -3, 3], ['cos', -3, 3],
]

describe('functions of one element', () => {
  it.each(smooth)('%s: the gradient agrees with finite differences', async (op, low, high) => {
    await fc.assert(fc.asyncProperty(dims, fc.nat(99), async (shape, seed) => {
      await checkGradient({ op, inputs: [noise(shape, seed, low, high)], batched: [0] })
    }), runs)
  })

  it.each([[3, -2], [2.5, 0.3], [-1, 0.6], [0, -2], [1, -2]])('pow %d: the gradient agrees with finite differences', async (exponent, low) => {
    await checkGradient({ op: 'pow', attributes: { exponent }, inputs: [noise([2, 5], 3, low, 2)], batched: [0] })
  })

  const kinked: readonly [op: string, attributes: Record<string, number>][] = [
    ['abs', {}], ['relu', {}], ['relu6', {}], ['leaky_relu', { slope: 0.2 }], ['hard_swish', {}], ['elu', { alpha: 0.7 }],
    ['clip', { min: -0.5, max: 0.6 }], ['clip', { max: 0.4 }], ['dropout', { rate: 0.5 }],
  ]
  it.each(kinked)('%s %o: the gradient agrees with finite differences beside the kinks', async (op, attributes) => {
    await fc.assert(fc.asyncProperty(dims, fc.nat(99), async (shape, seed) => {
      const x = distinct(shape, seed)
      await checkGradient({ op, attributes, inputs: [f32(x.shape, x.data.map((value) => value * (op === 'relu6' || op === 'hard_swish' ? 4 : 1)))] })
    }), runs)
  })

  it('passes the gradient straight through round, and none through floor and sign', async () => {
    const { vjp } = opNamed('round')
    expect(vjp?.({ writer: undefined as never, inputs: [0], outputs: [1], gradients: [2], attributes: {} })).toEqual([2])
    for (const op of ['floor', 'sign', 'positive_mask']) {
      expect(opNamed(op).vjp?.({ writer: undefined as never, inputs: [0], outputs: [1], gradients: [2], attributes: {} })).toEqual([undefined])
    }
  })

  it('rounds half to even, at run time and when folded', async () => {
    const x = f32([6], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
    const [y] = await apply({ op: 'round', inputs: [x] })
    expect(valuesOf(present(y)).map(Math.abs)).toEqual([2, 2, 0, 0, 2, 2])
    const [folded] = opNamed('round').evaluate?.([x], {}) ?? []
    expect(difference(present(folded), present(y))).toBe(0)
  })
})

describe('functions of two elements', () => {
  it.each(['add', 'sub', 'mul', 'div', 'maximum', 'minimum'])('%s: the gradient agrees with finite differences under broadcasting', async (op) => {
    await fc.assert(fc.asyncProperty(broadcasting, fc.nat(99), async ([a = [], b = []], seed) => {
      const divisor = noise(b, seed, 0.7, 2)
      await checkGradient({ op, inputs: [distinct(a, 2 * seed), op === 'div' ? divisor : distinct(b, 2 * seed + 1)] })
    }), { ...runs, numRuns: 10 })
  })

  it('sums over the batch where an operand has none', async () => {
    await checkGradient({ op: 'mul', inputs: [noise([3, 2, 4], 1), noise([4], 2)], batched: [0] })
    await checkGradient({ op: 'add', inputs: [noise([3, 2], 1), noise([3, 1], 2)], batched: [0, 1] })
  })

  it('where: the gradient goes to the chosen side', async () => {
    const condition: Tensor = { dtype: 'bool', shape: [2, 3], data: Uint8Array.of(1, 0, 1, 0, 0, 1) }
    await checkGradient({ op: 'where', inputs: [condition, noise([2, 3], 1), noise([3], 2)], fixed: [0] })
  })

  it('refuses shapes that do not broadcast, and a batch against a number', () => {
    expect(() => opNamed('add').infer([typed(2, 3), typed(4)], {})).toThrow(TypeRuleError)
    expect(() => opNamed('add').infer([typed('N', 3), typed(2, 3)], {})).toThrow('do not broadcast')
    expect(() => opNamed('add').infer([typed(2), { dtype: 'i64', shape: [2] }], {})).toThrow('element type')
    expect(opNamed('add').infer([typed('N', 3), typed(1, 3)], {})).toEqual([typed('N', 3)])
  })
})

describe('folding', () => {
  const unary = ['neg', 'exp', 'square', 'abs', 'sign', 'floor', 'sigmoid', 'tanh', 'relu', 'relu6', 'leaky_relu', 'silu', 'hard_swish', 'elu', 'softplus', 'round', 'positive_mask', 'sin', 'cos']
  it.each(unary)('%s gives the values that the engine gives', async (op) => {
    const x = distinct([5, 7], 2)
    const [y] = await apply({ op, inputs: [x] })
    const [folded] = opNamed(op).evaluate?.([x], {}) ?? []
    expect(difference(present(folded), present(y))).toBeLessThan(1e-6)
  })

  it.each(['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'greater', 'greater_equal', 'less', 'less_equal', 'equal'])('%s gives the values that the engine gives', async (op) => {
    const inputs = [noise([2, 1, 3], 1), noise([4, 1], 2, 0.5, 1)]
    const [y] = await apply({ op, inputs })
    const [folded] = opNamed(op).evaluate?.(inputs, {}) ?? []
    expect(present(folded).dtype).toBe(present(y).dtype)
    expect(difference(present(folded), present(y))).toBeLessThan(1e-6)
  })

  it('casts between element types', async () => {
    const [cut] = opNamed('cast').evaluate?.([f32([3], [1.7, -1.7, 0])], { to: 'i64' }) ?? []
    expect(present(cut)).toEqual(i64([3], [1, -1, 0]))
    const [run] = await apply({ op: 'cast', inputs: [f32([3], [1.7, -1.7, 0])], attributes: { to: 'i64' } })
    expect(run).toEqual(cut)
  })
})
