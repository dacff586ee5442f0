import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add, constant, constantOf, divide, extreme, formatDimension, modulo, multiply, sameDimension, solve, substitute, subtract, symbol, symbolsOf,
  type Dimension,
} from '../../src/types/dimension.js'

const [c, h, w] = [symbol('C'), symbol('H'), symbol('W')]
const known = (dimension: Dimension | undefined): Dimension => {
  if (dimension === undefined) throw new Error('divides by zero')
  return dimension
}
const half = (dimension: Dimension): Dimension => known(divide(dimension, constant(2), 'floor'))

describe('a dimension is kept in a normal form', () => {
  test('so that what is equal looks equal', () => {
    expect(add(c, h)).toEqual(add(h, c))
    expect(multiply(add(c, constant(1)), add(c, constant(-1)))).toEqual(subtract(multiply(c, c), constant(1)))
    expect(half(multiply(constant(4), c))).toEqual(multiply(constant(2), c))
    expect(subtract(add(c, h), h)).toEqual(c)
  })

  test('and printed as it would be written', () => {
    expect(formatDimension(add(multiply(constant(2), c), constant(1)))).toBe('2 * C + 1')
    expect(formatDimension(known(divide(h, constant(2), 'ceil')))).toBe('ceil(H / 2)')
    expect(formatDimension(known(modulo(c, constant(3))))).toBe('C % 3')
    expect(formatDimension(extreme('min', h, w))).toBe('min(H, W)')
    expect(formatDimension([])).toBe('0')
    expect(formatDimension(subtract(constant(0), c))).toBe('-C')
  })
})

describe('comparison has three answers', () => {
  test('equal, unequal, or not known', () => {
    expect(sameDimension(add(c, constant(1)), add(constant(1), c))).toBe(true)
    expect(sameDimension(c, add(c, constant(1)))).toBe(false)
    expect(sameDimension(c, h)).toBeUndefined()
    expect(sameDimension(half(h), h)).toBeUndefined()
  })

  test('division by zero has no value', () => {
    expect(divide(c, constant(0), 'floor')).toBeUndefined()
    expect(modulo(c, [])).toBeUndefined()
    expect(substitute(known(divide(constant(4), c, 'floor')), new Map([['C', constant(0)]]))).toBeUndefined()
  })
})

describe('an equation is solved for its one unknown', () => {
  test('where it is linear', () => {
    expect(solve(c, constant(64))).toEqual({ kind: 'solved', name: 'C', value: constant(64) })
    expect(solve(add(multiply(constant(2), c), constant(1)), constant(129))).toEqual({ kind: 'solved', name: 'C', value: constant(64) })
    expect(solve(multiply(constant(2), c), constant(7))).toEqual({ kind: 'impossible' })
    expect(solve(constant(3), constant(4))).toEqual({ kind: 'impossible' })
  })

  test('and waits where it is not', () => {
    expect(solve(add(c, h), constant(4))).toEqual({ kind: 'open' })
    expect(solve(half(c), constant(4))).toEqual({ kind: 'open' })
    expect(solve(multiply(c, c), constant(4))).toEqual({ kind: 'open' })
  })
})

// Random terms over C, H and W, together with what they compute.
interface Sample {
  readonly dimension: Dimension
  readonly value: (sizes: Readonly<Record<string, number>>) => number
}

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map((value) => ({ dimension: constant(value), value: () => value })),
  fc.constantFrom('C', 'H', 'W').map((name) => ({ dimension: symbol(name), value: (sizes: Readonly<Record<string, number>>) => sizes[name] ?? 0 })),
)

const sample: fc.Arbitrary<Sample> = fc.letrec<{ term: Sample }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(fc.constantFrom('+', '-', '*', 'min', 'max'), tie('term'), tie('term')).map(([operator, a, b]): Sample => {
      if (operator === '+') return { dimension: add(a.dimension, b.dimension), value: (sizes) => a.value(sizes) + b.value(sizes) }
      if (operator === '-') return { dimension: subtract(a.dimension, b.dimension), value: (sizes) => a.value(sizes) - b.value(sizes) }
      if (operator === '*') return { dimension: multiply(a.dimension, b.dimension), value: (sizes) => a.value(sizes) * b.value(sizes) }
      const kind = operator === 'min' ? 'min' : 'max'
      return { dimension: extreme(kind, a.dimension, b.dimension), value: (sizes) => Math[kind](a.value(sizes), b.value(sizes)) }
    }),
    fc.tuple(fc.constantFrom('floor', 'ceil', 'mod'), tie('term'), fc.integer({ min: 1, max: 5 })).map(([kind, a, by]): Sample => {
      const divisor = constant(by)
      if (kind === 'mod') {
        return { dimension: known(modulo(a.dimension, divisor)), value: (sizes) => a.value(sizes) - by * Math.floor(a.value(sizes) / by) }
      }
      const round = kind === 'floor' ? 'floor' : 'ceil'
      return { dimension: known(divide(a.dimension, divisor, round)), value: (sizes) => Math[round](a.value(sizes) / by) }
    }),
  ),
})).term

const sizes = fc.record({ C: fc.integer({ min: 1, max: 40 }), H: fc.integer({ min: 1, max: 40 }), W: fc.integer({ min: 1, max: 40 }) })
const asDimensions = (values: Readonly<Record<string, number>>): ReadonlyMap<string, Dimension> =>
  new Map(Object.entries(values).map(([name, value]) => [name, constant(value)]))

describe('for all terms', () => {
  const options = { seed: 7, numRuns: 500 }

  test('simplifying changes no value', () => {
    fc.assert(
      fc.property(sample, sizes, ({ dimension, value }, values) => {
        expect(constantOf(known(substitute(dimension, asDimensions(values)))) ?? NaN).toBe(value(values) + 0)
      }),
      options,
    )
  })

  test('an answer of comparison holds for every size', () => {
    fc.assert(
      fc.property(sample, sample, sizes, (a, b, values) => {
        const same = sameDimension(a.dimension, b.dimension)
        if (same !== undefined) expect(a.value(values) === b.value(values)).toBe(same)
      }),
      options,
    )
  })

  test('a solution solves', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 99 }), ({ dimension, value }, size) => {
        const solution = solve(dimension, constant(size))
        if (solution.kind !== 'solved') return
        expect([...symbolsOf(dimension)]).toEqual([solution.name])
        expect(value({ [solution.name]: constantOf(solution.value) ?? NaN })).toBe(size)
      }),
      options,
    )
  })

  test('order does not matter', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(add(a.dimension, b.dimension)).toEqual(add(b.dimension, a.dimension))
        expect(multiply(a.dimension, b.dimension)).toEqual(multiply(b.dimension, a.dimension))
      }),
      options,
    )
  })
})
