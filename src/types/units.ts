/** Units of quantities, worked out exactly: `0.1 %` is a thousandth, and never 0.1 / 100. */
import type { Quantity } from './field.js'
import { decimal, toNumber, type Fraction } from './fraction.js'

/** A quantity among static values, whose arithmetic loses nothing; `value` is the number nearest to it, for later stages. */
export interface ExactQuantity extends Quantity {
  readonly exact: Fraction
}

export const exactly = (dimension: Quantity['dimension'], exact: Fraction): ExactQuantity => ({ dimension, value: toNumber(exact), exact })

/** As later stages read it: plain data. */
export const plainQuantity = ({ dimension, value }: Quantity): Quantity => ({ dimension, value })

interface Unit {
  readonly dimension: Quantity['dimension']
  /** The unit is `factor` · 10^`exponent` of the base unit. */
  readonly factor: bigint
  readonly exponent: number
}

const unit = (dimension: Quantity['dimension'], factor: number, exponent: number): Unit => ({ dimension, factor: BigInt(factor), exponent })

/** Base units: bytes, nanoseconds, the number itself. */
export const units: ReadonlyMap<string, Unit> = new Map([
  ['B', unit('size', 1, 0)],
  ['KB', unit('size', 1, 3)],
  ['MB', unit('size', 1, 6)],
  ['GB', unit('size', 1, 9)],
  ['KiB', unit('size', 1024, 0)],
  ['MiB', unit('size', 1024 ** 2, 0)],
  ['GiB', unit('size', 1024 ** 3, 0)],
  ['us', unit('time', 1, 3)],
  ['ms', unit('time', 1, 6)],
  ['s', unit('time', 1, 9)],
  ['min', unit('time', 60, 9)],
  ['h', unit('time', 3600, 9)],
  ['epoch', unit('epochs', 1, 0)],
  ['epochs', unit('epochs', 1, 0)],
  ['step', unit('steps', 1, 0)],
  ['steps', unit('steps', 1, 0)],
  ['%', unit('ratio', 1, -2)],
  ['pt', unit('points', 1, -2)],
  ['k', unit('count', 1, 3)],
  ['M', unit('count', 1, 6)],
  ['G', unit('count', 1, 9)],
])

/** A number as written (`0.5`, `1e-3`) with its unit; undefined where there is no such unit. */
export function quantity(text: string, unitName: string): ExactQuantity | undefined {
  const found = units.get(unitName)
  const [, whole = '0', fraction = '', power = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (found === undefined) return undefined
  const digits = BigInt(whole + fraction) * found.factor
  return exactly(found.dimension, decimal(digits, Number(power) - fraction.length + found.exponent))
}

const names: Record<Quantity['dimension'], string> = {
  size: 'a size, such as `60 KB`',
  time: 'a time, such as `1 ms`',
  epochs: 'a number of epochs, such as `2 epochs`',
  steps: 'a number of steps, such as `100 steps`',
  ratio: 'a share, such as `10%`',
  points: 'points, such as `0.5 pt`',
  count: 'a count, such as `120k`',
}

/** What a quantity of this dimension is called in messages. */
export const nameOfDimension = (dimension: Quantity['dimension']): string => names[dimension]
