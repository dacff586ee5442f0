import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, compare, decimal, divide, floor, fraction, fractionOf, handy, multiply, negate, toNumber } from '../../src/types/fraction.js'

const fractions = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n })).map(([a, b]) => fraction(a, b))
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('a fraction', () => {
  test('is in lowest terms, its sign above', () => {
    expect(fraction(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n })
    expect(fraction(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n })
    expect(decimal(25n, -1)).toEqual({ numerator: 5n, denominator: 2n })
    expect(decimal(2n, 3)).toEqual(fraction(2000n))
  })

  test('of a number is what the number prints as, and gives it back', () => {
    expect(fractionOf(0.1)).toEqual(fraction(1n, 10n))
    expect(fractionOf(-1.5e-7)).toEqual(fraction(-3n, 20_000_000n))
    expect(fractionOf(1e21)).toEqual(fraction(10n ** 21n))
    fc.assert(fc.property(finite, (value) => {
      expect(toNumber(fractionOf(value))).toBe(value === 0 ? 0 : value)
    }))
  })

  test('gives the nearest number, a third as division does', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (a, b) => {
      expect(toNumber(fraction(BigInt(a), BigInt(b)))).toBe(a / b)
    }))
    // Halfway between two numbers, and a little more.
    const half = 2n ** 53n + 1n
    expect(toNumber(fraction(half * 10n ** 60n + 1n, 10n ** 60n))).toBe(2 ** 53 + 2)
    expect(toNumber(fraction(half))).toBe(2 ** 53)
  })

  test('adds, multiplies and divides as numbers do on paper', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a))
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)))
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)))
        expect(add(a, negate(a)).numerator).toBe(0n)
        if (b.numerator !== 0n) expect(multiply(divide(a, b), b)).toEqual(a)
        expect(compare(a, b) + compare(b, a)).toBe(0)
        expect(compare(add(a, c), add(b, c))).toBe(compare(a, b))
      }),
    )
  })

  test('lies between its floor and the next whole number', () => {
    fc.assert(
      fc.property(fractions, (a) => {
        const below = fraction(floor(a))
        expect(compare(below, a)).toBeLessThanOrEqual(0)
        expect(compare(a, add(below, fraction(1n)))).toBeLessThan(0)
      }),
    )
  })

  test('does not grow without an end', () => {
    let [up, down] = [fractionOf(1.7e308), fractionOf(5e-324)]
    for (let step = 0; step < 1000; step++) {
      up = handy(multiply(up, fractionOf(1.3e300)))
      down = handy(multiply(down, fractionOf(1e-300)))
    }
    expect([toNumber(up), toNumber(negate(up)), toNumber(down)]).toEqual([Infinity, -Infinity, 0])
    expect([decimal(1n, 999_999_999), decimal(3n, -999_999_999)].map(toNumber)).toEqual([Infinity, 0])
    const third = fraction(1n, 3n)
    expect(handy(third)).toBe(third)
  })
})
