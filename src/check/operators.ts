/** Operators: on static values they compute, on tensors they become applications of `add sub mul div neg`. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BinaryOperator } from '../syntax/ast.js'
import { formatType } from '../types/tensor.js'
import { broadcast } from './broadcast.js'
import type { Scope } from './scope.js'
import type { Expected, Session } from './session.js'
import type { TypedExpression } from './typed.js'
import { describe, failed, float, integer, tensor, type NumberValue, type Value } from './values.js'

const names: Partial<Record<BinaryOperator, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' }

interface Place {
  readonly session: Session
  readonly scope: Scope
  readonly span: Span
}

export function binary(place: Place, operator: BinaryOperator, left: Value, right: Value, expected: Expected): Value {
  if (left.kind === 'error' || right.kind === 'error') return failed
  const mismatch = (): Value => {
    const [a, b] = [describe(left), describe(right)]
    place.session.report(types.operandMismatch({ operator, left: a, right: b }, { span: place.span }))
    return failed
  }
  if (left.kind === 'tensor' || right.kind === 'tensor') {
    const extern = names[operator]
    const [a, b] = [asTensor(left, place.span), asTensor(right, place.span)]
    if (extern === undefined || a === undefined || b === undefined || a.type.dtype !== 'f32' || b.type.dtype !== 'f32') return mismatch()
    const shape = broadcast(a.type.shape, b.type.shape)
    if (shape === undefined) return mismatch()
    const type = { dtype: 'f32' as const, shape }
    return tensor({ kind: 'apply', extern, statics: {}, inputs: [a, b], path: place.scope.naming.claim(extern), type, span: place.span })
  }
  if (operator === '&&' || operator === '||') {
    if (left.kind !== 'boolean' || right.kind !== 'boolean') return mismatch()
    return { kind: 'boolean', value: operator === '&&' ? left.value && right.value : left.value || right.value }
  }
  const [a, b] = [plain(left), plain(right)]
  if (a.kind === 'number' && b.kind === 'number') return numbers(place, operator, a, b, expected)
  if (a.kind === 'quantity' && b.kind === 'quantity' && a.quantity.dimension === b.quantity.dimension) {
    const value = numbers(place, operator, float(a.quantity.value), float(b.quantity.value), 'float')
    const scaled = operator === '+' || operator === '-'
    return value.kind === 'number' && scaled ? { kind: 'quantity', quantity: { ...a.quantity, value: value.value } } : value
  }
  const [amount, factor] = a.kind === 'quantity' ? [a, b] : [b, a]
  if (amount.kind === 'quantity' && factor.kind === 'number' && (operator === '*' || (operator === '/' && amount === a))) {
    const value = numbers(place, operator, float(amount.quantity.value), factor, 'float')
    return value.kind === 'number' ? { kind: 'quantity', quantity: { ...amount.quantity, value: value.value } } : value
  }
  if (operator === '==' || operator === '!=') {
    if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'boolean' && b.kind === 'boolean')) {
      return { kind: 'boolean', value: (a.value === b.value) === (operator === '==') }
    }
  }
  return mismatch()
}

/** Counts (`120k`) are plain integers in arithmetic. */
const plain = (value: Value): Value =>
  value.kind === 'quantity' && value.quantity.dimension === 'count' ? integer(value.quantity.value) : value

/** A static number among tensors is a scalar. */
export function asTensor(value: Value, span: Span): TypedExpression | undefined {
  if (value.kind === 'tensor') return value.expression
  if (value.kind !== 'number') return undefined
  return { kind: 'constant', value: value.value, type: { dtype: 'f32', shape: [] }, span }
}

function numbers(place: Place, operator: BinaryOperator, left: NumberValue, right: NumberValue, expected: Expected): Value {
  const [a, b] = [left.value, right.value]
  const whole = left.integer && right.integer
  const made = (value: number): Value => (whole ? integer(value) : float(value))
  if ((operator === '/' || operator === '%') && b === 0) {
    place.session.report(types.badArithmetic({ reason: `${a} ${operator} 0 has no value` }, { span: place.span }))
    return failed
  }
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
  if (operator === '!' && value.kind === 'boolean') return { kind: 'boolean', value: !value.value }
  if (operator === '-') {
    if (value.kind === 'number') return { ...value, value: -value.value }
    if (value.kind === 'quantity') return { kind: 'quantity', quantity: { ...value.quantity, value: -value.quantity.value } }
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

/** `ceil(a / b)`, `floor(x)`, `min(a, b)`, `max(a, b)` of static numbers. */
export const staticFunctions: ReadonlyMap<string, (values: readonly NumberValue[]) => NumberValue | undefined> = new Map([
  ['ceil', ([x, ...more]) => (x === undefined || more.length > 0 ? undefined : integer(Math.ceil(x.value)))],
  ['floor', ([x, ...more]) => (x === undefined || more.length > 0 ? undefined : integer(Math.floor(x.value)))],
  ['min', (values) => extreme(values, Math.min)],
  ['max', (values) => extreme(values, Math.max)],
])

function extreme(values: readonly NumberValue[], of: (...numbers: number[]) => number): NumberValue | undefined {
  if (values.length === 0) return undefined
  return { kind: 'number', value: of(...values.map(({ value }) => value)), integer: values.every((each) => each.integer) }
}
