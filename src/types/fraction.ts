/** Exact numbers: what is written in a file as a decimal, and what sums, products and quotients of such come to. */
export interface Fraction {
  readonly numerator: bigint
  /** More than 0, and without a divisor that it shares with the numerator. */
  readonly denominator: bigint
}

/** Euclid's. */
function divisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger < 0n ? -larger : larger
}

/** In lowest terms; `denominator` must not be 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  const common = divisor(numerator, denominator) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / common, denominator: denominator / common }
}

/** Numbers of 64 bits end before 10^309, and begin after 10^-325. */
const most = 400

/** `digits` · 10^`exponent`; of exponents that no number of 64 bits has, the last that counts. */
export function decimal(digits: bigint, exponent: number): Fraction {
  const power = 10n ** BigInt(Math.min(most, Math.abs(exponent)))
  return exponent < 0 ? fraction(digits, power) : fraction(digits * power)
}

const huge = 10n ** BigInt(most)
const unwieldy = 10n ** 1000n

/** The fraction itself, or one near it where it has a thousand digits: a long calculation is to end all the same. */
export function handy(value: Fraction): Fraction {
  const { numerator, denominator } = value
  if (numerator < unwieldy && -numerator < unwieldy && denominator < unwieldy) return value
  const near = toNumber(value)
  return Number.isFinite(near) ? fractionOf(near) : fraction(near < 0 ? -huge : huge)
}

/** A finite number as it is printed: 0.1 is a tenth, though no number of 64 bits is. */
export function fractionOf(value: number): Fraction {
  const [, sign = '', whole = '0', part = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? []
  return decimal(BigInt(`${sign}${whole}${part}`), Number(power) - part.length)
}

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
export const negate = ({ numerator, denominator }: Fraction): Fraction => ({ numerator: -numerator, denominator })
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.numerator, a.denominator * b.denominator)
/** `b` must not be 0. */
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator, a.denominator * b.numerator)
/** Negative where a < b, 0 where they are equal. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The largest whole number that is not more. */
export function floor({ numerator, denominator }: Fraction): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && numerator % denominator !== 0n ? quotient - 1n : quotient
}

/** More digits than tell a number of 64 bits from the next one. */
const digitsKept = 40

/** The nearest number of 64 bits. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator
  const shift = Math.max(0, digitsKept - (String(size).length - String(denominator).length))
  const scaled = size * 10n ** BigInt(shift)
  const [quotient, rest] = [scaled / denominator, scaled % denominator]
  // What is left out only matters in that it is not nothing: where the digits end halfway between two numbers.
  return Number(`${numerator < 0n ? '-' : ''}${quotient}${rest === 0n ? '' : '.1'}e-${shift}`)
}
