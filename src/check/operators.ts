/** Operators: on static values they compute (`+` joins lists), on tensors they become applications of `add greater …`. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BinaryOperator } from '../syntax/ast.js'
import { add, constant, divide, extreme, modulo, multiply, negate, subtract, type Dimension } from '../types/dimension.js'
import type { Comparison, Fact } from '../types/fact.js'
import { formatType } from '../types/tensor.js'
import { broadcast } from './broadcast.js'
import { asWith, stating, unknownShape, type Verdict } from './compare.js'
import { elementOf, isSequence, join, type Sequence } from './join.js'
import { negated, quantities } from './quantities.js'
import type { Scope } from './scope.js'
import type { Expected, Session } from './session.js'
import type { TypedExpression } from './typed.js'
import { describe, dimensionOf, failed, float, integer, isScalar, ofDimension, ofFact, tensor, type NumberValue, type Value } from './values.js'

const names: Partial<Record<BinaryOperator, string>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '>': 'greater', '<': 'less', '>=': 'greater_equal', '<=': 'less_equal', '==': 'equal', '!=': 'not_equal',
}

interface Place {
  readonly session: Session
  readonly scope: Scope
  readonly span: Span
}

export function binary(place: Place, operator: BinaryOperator, left: Value, right: Value, expected: Expected): Value {
  if (left.kind === 'error' || right.kind === 'error') return failed
  const { session } = place
  const mismatch = (verdict: Verdict = { equal: true }): Value => {
    const [a, b] = [describe(left), describe(right)]
    session.report(types.operandMismatch({ operator, left: a, right: `${b}${asWith(verdict)}` }, { span: place.span, ...stating(session.generic, verdict) }))
    return failed
  }
  if (left.kind === 'tensor' || right.kind === 'tensor') {
    const extern = names[operator]
    const [a, b] = [asTensor(left, place.span), asTensor(right, place.span)]
    if (extern === undefined || a === undefined || b === undefined || !mayMeet(operator, a, b)) return mismatch()
    const made = broadcast(a.type.shape, b.type.shape, session.assumed)
    if (made.shape === undefined) return mismatch(made.verdict)
    const type = { dtype: 'f32' as const, shape: made.shape }
    return tensor({ kind: 'apply', extern, statics: {}, inputs: [a, b], path: place.scope.naming.claim(extern), type, span: place.span })
  }
  if (operator === '&&' || operator === '||') {
    const [a, b] = [factOf(left), factOf(right)]
    return a === undefined || b === undefined ? mismatch() : ofFact({ kind: operator === '&&' ? 'and' : 'or', facts: [a, b] })
  }
  if (operator === '+' && isSequence(left) && isSequence(right)) return joinLists(left, right)
  const symbolic = formula(place, operator, left, right, expected)
  if (symbolic !== undefined) return symbolic
  const [a, b] = [plain(left), plain(right)]
  if (a.kind === 'number' && b.kind === 'number') return numbers(place, operator, a, b, expected)
  if (a.kind === 'quantity' || b.kind === 'quantity') return quantities(operator, a, b, (reason) => divisionByZero(place, reason)) ?? mismatch()
  if (operator === '==' || operator === '!=') {
    if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'boolean' && b.kind === 'boolean')) {
      return { kind: 'boolean', value: (a.value === b.value) === (operator === '==') }
    }
  }
  return mismatch()
}

/** Numbers of f32 are computed with and compared; codes, of i64, are compared with codes and with whole numbers. */
function mayMeet(operator: BinaryOperator, a: TypedExpression, b: TypedExpression): boolean {
  if (a.type.dtype === 'f32' && b.type.dtype === 'f32') return true
  return isComparison(operator) && isCode(a) && isCode(b)
}

const isCode = (each: TypedExpression): boolean => each.type.dtype === 'i64' || (each.kind === 'constant' && Number.isInteger(each.value))

/** One list after the other: of unknown length where one of them is. */
function joinLists(left: Sequence, right: Sequence): Value {
  if (left.kind === 'list' && right.kind === 'list') return { kind: 'list', items: [...left.items, ...right.items] }
  const length = add(lengthOf(left), lengthOf(right))
  return { kind: 'series', element: join({ value: elementOf(left), assumed: [] }, { value: elementOf(right), assumed: [] }), length }
}

const lengthOf = (value: Sequence): Dimension => (value.kind === 'list' ? constant(value.items.length) : value.length)

/** A bool as a fact: one that is known is that 0 is, or is not, 0. */
function factOf(value: Value): Fact | undefined {
  if (value.kind === 'condition') return value.fact
  if (value.kind === 'open' && value.type === 'any') return { kind: 'open' }
  return value.kind === 'boolean' ? { kind: 'compare', operator: value.value ? '==' : '!=', left: [], right: [] } : undefined
}

const isComparison = (operator: BinaryOperator): operator is Comparison => ['==', '!=', '<', '<=', '>', '>='].includes(operator)

/** The result where an operand is known only where the block is applied: a formula or a fact of ints, else open. */
function formula(place: Place, operator: BinaryOperator, left: Value, right: Value, expected: Expected): Value | undefined {
  const kinds = [left.kind, right.kind]
  if (!kinds.some((kind) => kind === 'symbolic' || kind === 'open' || kind === 'condition')) return undefined
  const [a, b] = [dimensionOf(plain(left)), dimensionOf(plain(right))]
  if (a !== undefined && b !== undefined && isComparison(operator)) return ofFact({ kind: 'compare', operator, left: a, right: b })
  if (isComparison(operator)) return { kind: 'condition', fact: { kind: 'open' } }
  if (a === undefined || b === undefined) return kinds.includes('condition') ? undefined : { kind: 'open', type: 'float' }
  switch (operator) {
    case '+': return ofDimension(add(a, b))
    case '-': return ofDimension(subtract(a, b))
    case '*': return ofDimension(multiply(a, b))
    default: {
      if (operator === '/' && expected === 'float') return { kind: 'open', type: 'float' }
      const quotient = operator === '/' ? divide(a, b, 'floor') : modulo(a, b)
      if (quotient !== undefined) return ofDimension(quotient)
      place.session.report(types.badArithmetic({ reason: 'a division by 0 has no value' }, { span: place.span }))
      return failed
    }
  }
}

/** Counts (`120k`) are plain numbers in arithmetic. */
function plain(value: Value): Value {
  if (value.kind !== 'quantity' || value.quantity.dimension !== 'count') return value
  const { value: amount } = value.quantity
  return Number.isInteger(amount) ? integer(amount) : float(amount)
}

function divisionByZero({ session, span }: Place, written: string): Value {
  session.report(types.badArithmetic({ reason: `${written} has no value` }, { span }))
  return failed
}

/** A static number among tensors is a scalar. */
export function asTensor(value: Value, span: Span): TypedExpression | undefined {
  if (value.kind === 'tensor') return value.expression
  // A number that is not known yet stands in the graph as 0; where it is, the block is applied.
  const known = value.kind === 'number' ? value.value : isScalar(value) ? 0 : undefined
  if (value.kind === 'open' && value.type === 'any') return { kind: 'input', field: '', type: { dtype: 'f32', shape: unknownShape() }, span }
  if (known === undefined) return undefined
  return { kind: 'constant', value: known, type: { dtype: 'f32', shape: [] }, span }
}

function numbers(place: Place, operator: BinaryOperator, left: NumberValue, right: NumberValue, expected: Expected): Value {
  const [a, b] = [left.value, right.value]
  const whole = left.integer && right.integer
  const made = (value: number): Value => (whole ? integer(value) : float(value))
  if ((operator === '/' || operator === '%') && b === 0) return divisionByZero(place, `${a} ${operator} 0`)
  switch (operator) {
    case '+': return made(a + b)
    case '-': return made(a - b)
    case '*': return made(a * b)
    case '/': return whole && expected !== 'float' ? integer(Math.floor(a / b)) : float(a / b)
    case '%': return made(a - b * Math.floor(a / b))
    case '==': return { kind: 'boolean', value: a === b }
    case '!=': return { kind: 'boolean', value: a !== b }
    case '<': return { kind: 'boolean', value: a < b }
    case '<=': return { kind: 'boolean', value: a <= b }
    case '>': return { kind: 'boolean', value: a > b }
    case '>=': return { kind: 'boolean', value: a >= b }
    default: throw new Error(`the operator ${operator} is not one of numbers`)
  }
}

export function unary(place: Place, operator: '-' | '!', value: Value): Value {
  if (value.kind === 'error') return failed
  if (value.kind === 'open' && value.type === 'any') return value
  if (operator === '!' && value.kind === 'boolean') return { kind: 'boolean', value: !value.value }
  if (operator === '!' && value.kind === 'condition') return { kind: 'condition', fact: { kind: 'not', fact: value.fact } }
  if (operator === '-') {
    if (value.kind === 'symbolic') return ofDimension(negate(value.dimension))
    if (value.kind === 'open' && value.type === 'float') return value
    if (value.kind === 'number') return { ...value, value: -value.value }
    if (value.kind === 'quantity') return negated(value.quantity)
    if (value.kind === 'tensor' && value.expression.type.dtype === 'f32') {
      const path = place.scope.naming.claim('neg')
      const { expression } = value
      return tensor({ kind: 'apply', extern: 'neg', statics: {}, inputs: [expression], path, type: expression.type, span: place.span })
    }
  }
  const found = value.kind === 'tensor' ? formatType(value.expression.type) : describe(value)
  place.session.report(types.typeMismatch({ what: `\`${operator}\``, needed: operator === '!' ? 'a bool' : 'a number or an f32 tensor', found }, { span: place.span }))
  return failed
}

/** `min(a, b)`, `max(a, b)` and `sqrt(x)` of static numbers. */
export const staticFunctions: ReadonlyMap<string, (values: readonly Value[]) => Value | undefined> = new Map([
  ['min', (values) => extremeOf('min', values)],
  ['max', (values) => extremeOf('max', values)],
  ['sqrt', (values) => rootOf(values)],
])

function extremeOf(kind: 'min' | 'max', values: readonly Value[]): Value | undefined {
  const known = values.flatMap((value) => (value.kind === 'number' ? [value] : []))
  if (known.length === values.length) {
    return { kind: 'number', value: Math[kind](...known.map(({ value }) => value)), integer: known.every((each) => each.integer) }
  }
  const dimensions = values.flatMap((value) => {
    const dimension = dimensionOf(value)
    return dimension === undefined ? [] : [dimension]
  })
  const [first, ...others] = dimensions
  if (first !== undefined && dimensions.length === values.length) return ofDimension(others.reduce((sum, each) => extreme(kind, sum, each), first))
  return values.every(isScalar) ? { kind: 'open', type: 'float' } : undefined
}

function rootOf([x, ...more]: readonly Value[]): Value | undefined {
  if (x === undefined || more.length > 0) return undefined
  if (x.kind === 'number') return x.value < 0 ? undefined : float(Math.sqrt(x.value))
  return isScalar(x) ? { kind: 'open', type: 'float' } : undefined
}

/** `ceil(a / b)` and `floor(a / b)`, where `/` alone would have floored; undefined where an operand is no number. */
export function rounded(round: 'ceil' | 'floor', left: Value, right: Value): Value | undefined {
  const [a, b] = [dimensionOf(left), dimensionOf(right)]
  const quotient = a === undefined || b === undefined ? undefined : divide(a, b, round)
  return quotient === undefined ? undefined : ofDimension(quotient)
}
