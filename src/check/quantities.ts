/** Arithmetic of quantities, exact: `1 KB / 3 * 3` is `1 KB`, and `0.1% + 0.2%` is `0.3%`. */
import type { BinaryOperator } from '../syntax/ast.js'
import { add, compare, divide, floor, fraction, fractionOf, handy, multiply, negate, toNumber, type Fraction } from '../types/fraction.js'
import { exactly, type ExactQuantity } from '../types/units.js'
import { float, type Value } from './values.js'

const made = (dimension: ExactQuantity['dimension'], exact: Fraction): Value => ({ kind: 'quantity', quantity: exactly(dimension, handy(exact)) })

export const negated = ({ dimension, exact }: ExactQuantity): Value => made(dimension, negate(exact))

/** Undefined where the two do not go together; `zero` makes the value of a division by zero. */
export function quantities(operator: BinaryOperator, left: Value, right: Value, zero: (written: string) => Value): Value | undefined {
  const [a, b] = [exactOf(left), exactOf(right)]
  if (a === undefined || b === undefined) return undefined
  if ((operator === '/' || operator === '%') && b.exact.numerator === 0n) return zero(`${toNumber(a.exact)} ${operator} 0`)
  if (a.dimension !== undefined && a.dimension === b.dimension) return alike(operator, a.dimension, a.exact, b.exact)
  // A number, or a share, of something else.
  const [amount, factor] = b.dimension === undefined || (b.dimension === 'ratio' && a.dimension !== undefined) ? [a, b] : [b, a]
  if (amount.dimension === undefined || (factor.dimension !== undefined && factor.dimension !== 'ratio')) return undefined
  if (operator === '*') return made(amount.dimension, multiply(amount.exact, factor.exact))
  return operator === '/' && amount === a ? made(amount.dimension, divide(a.exact, b.exact)) : undefined
}

interface Exact {
  /** None: a number. */
  readonly dimension?: ExactQuantity['dimension']
  readonly exact: Fraction
}

function exactOf(value: Value): Exact | undefined {
  if (value.kind === 'quantity') return value.quantity
  return value.kind === 'number' && Number.isFinite(value.value) ? { exact: fractionOf(value.value) } : undefined
}

/** Two of one kind. Their product is of no kind that there is, but for shares. */
function alike(operator: BinaryOperator, dimension: ExactQuantity['dimension'], a: Fraction, b: Fraction): Value | undefined {
  const ordered = (holds: (order: number) => boolean): Value => ({ kind: 'boolean', value: holds(compare(a, b)) })
  switch (operator) {
    case '+': return made(dimension, add(a, b))
    case '-': return made(dimension, add(a, negate(b)))
    case '*': return dimension === 'ratio' ? made(dimension, multiply(a, b)) : undefined
    case '/': return float(toNumber(divide(a, b)))
    case '%': return made(dimension, add(a, negate(multiply(b, fraction(floor(divide(a, b)))))))
    case '==': return ordered((order) => order === 0)
    case '!=': return ordered((order) => order !== 0)
    case '<': return ordered((order) => order < 0)
    case '<=': return ordered((order) => order <= 0)
    case '>': return ordered((order) => order > 0)
    case '>=': return ordered((order) => order >= 0)
    default: return undefined
  }
}
