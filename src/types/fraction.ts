/** Exact numbers: what is written in a file as a decimal, and what sums, products and quotients of such come to. */
export interface Fraction {
  readonly numerator: bigint
  /** More than 0, and without a divisor that it shares with the numerator. */
  readonly denominator: bigint
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : divisor(b, a % b))

/** In lowest terms; `denominator` must not be 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  const common = divisor(numerator, denominator) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / common, denominator: denominator / common }
}

/** `digits` · 10^`exponent` */
export const decimal = (digits: bigint, exponent: number): Fraction =>
  exponent < 0 ? fraction(digits, 10n ** BigInt(-exponent)) : fraction(digits * 10n ** BigInt(exponent))

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
