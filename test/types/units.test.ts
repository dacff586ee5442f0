import { describe, expect, test } from 'vitest'
import { fraction } from '../../src/types/fraction.js'
import { exactly, plainQuantity, quantity, units } from '../../src/types/units.js'

describe('quantities have exact values', () => {
  test.each([
    ['60', 'KB', 'size', 60_000],
    ['0.5', 'MiB', 'size', 524_288],
    ['1.5', 'GB', 'size', 1_500_000_000],
    ['1', 'ms', 'time', 1_000_000],
    ['0.1', 'us', 'time', 100],
    ['2', 'h', 'time', 7_200_000_000_000],
    ['1', 'epoch', 'epochs', 1],
    ['100', 'steps', 'steps', 100],
    ['10', '%', 'ratio', 0.1],
    ['0.3', '%', 'ratio', 0.003],
    ['0.5', 'pt', 'points', 0.005],
    ['0.7', 'pt', 'points', 0.007],
    ['120', 'k', 'count', 120_000],
    ['1e-3', 'M', 'count', 1000],
    ['2.5e1', '%', 'ratio', 0.25],
  ])('%s %s', (text, unit, dimension, value) => {
    expect(quantity(text, unit)).toMatchObject({ dimension, value })
  })

  test('no other units', () => {
    expect(quantity('1', 'kb')).toBeUndefined()
    expect([...units.keys()]).toContain('GiB')
  })

  test('and keep them, where later stages have a number alone', () => {
    expect(quantity('0.3', '%')).toEqual({ dimension: 'ratio', value: 0.003, exact: { numerator: 3n, denominator: 1000n } })
    expect(exactly('size', fraction(1000n, 3n)).value).toBe(1000 / 3)
    expect(plainQuantity(exactly('size', fraction(5n)))).toEqual({ dimension: 'size', value: 5 })
  })
})
