/** Dimensions as they are written, in normal form: names that are known are replaced, others stay symbols. */
import * as types from '../diagnostics/types.js'
import type { Body, Expression, NamedType, RestDimensions, TypeExpression } from '../syntax/ast.js'
import {
  add, constant, divide, extreme, modulo, multiply, negate, sameDimension, subtract, symbol, toDim, unknownDimension, type Dimension,
} from '../types/dimension.js'
import { formatType, type Dim, type Shape, type TensorType } from '../types/tensor.js'
import { unknownShape } from './compare.js'
import { findLocal, inner, type Scope } from './scope.js'
import type { Session } from './session.js'
import { resolveType, tensorTypes } from './static-types.js'
import { describe, dimensionOf } from './values.js'

/** A name of a signature that is to be found out. It is another one than the same name where the block is applied. */
const unknownOf = (name: string): Dimension => symbol(`@${name}`)
export const isUnknown = (name: string): boolean => name.startsWith('@')
/** As it is written in the signature. */
export const signatureName = (text: string): string => text.replaceAll('@', '')

/** A dimension's expression in normal form: names that are known are replaced, others stay symbols. */
export function toDimension(session: Session, expression: Expression, scope: Scope): Dimension | undefined {
  switch (expression.kind) {
    case 'number':
      if (expression.integer) return constant(expression.value)
      break
    case 'name': {
      const local = findLocal(scope, expression.name)
      const value = typeof local === 'function' ? local() : local
      if (value === undefined && session.lookUp(scope.module, expression.name)?.declaration.kind !== 'const') return unknownOf(expression.name)
      break
    }
    case 'unary': {
      const operand = expression.operator === '-' ? toDimension(session, expression.operand, scope) : undefined
      return operand === undefined ? undefined : negate(operand)
    }
    case 'binary': return combine(session, expression, scope)
    case 'call': {
      const { callee } = expression
      const name = callee.kind === 'name' ? callee.name : ''
      const [first, second, ...more] = expression.arguments.map(({ value }) => value)
      if (name === 'ceil' && first?.kind === 'binary' && first.operator === '/' && second === undefined) return combine(session, first, scope, 'ceil')
      if ((name === 'min' || name === 'max') && first !== undefined && second !== undefined && more.length === 0) {
        const [a, b] = [toDimension(session, first, scope), toDimension(session, second, scope)]
        return a === undefined || b === undefined ? undefined : extreme(name, a, b)
      }
      break
    }
    case 'if': {
      const decided = session.evaluate(expression.condition, scope)
      if (decided.kind === 'error') return undefined
      const of = (body: Body | undefined): Dimension | undefined =>
        body?.result !== undefined && body.statements.length === 0 ? toDimension(session, body.result, inner(scope)) : undefined
      if (decided.kind === 'boolean') {
        const chosen = of(decided.value ? expression.then : expression.otherwise)
        if (chosen !== undefined) return chosen
      } else if (decided.kind === 'condition') {
        const [yes, no] = [of(expression.then), of(expression.otherwise)]
        return yes !== undefined && no !== undefined && sameDimension(yes, no) === true ? yes : unknownDimension()
      }
      break
    }
    default:
  }
  return toInteger(session, expression, scope)
}

function toInteger(session: Session, expression: Expression, scope: Scope): Dimension | undefined {
  const value = session.evaluate(expression, scope)
  if (value.kind === 'error') return undefined
  const dimension = dimensionOf(value)
  if (dimension !== undefined) return dimension
  if (value.kind === 'open' && value.type === 'any') return unknownDimension()
  if (value.kind === 'quantity' && value.quantity.dimension === 'count') return constant(value.quantity.value)
  session.report(types.typeMismatch({ what: 'a dimension', needed: 'an int', found: describe(value) }, { span: expression.span }))
  return undefined
}

function combine(
  session: Session, { operator, left, right, span }: Extract<Expression, { kind: 'binary' }>, scope: Scope, round: 'floor' | 'ceil' = 'floor',
): Dimension | undefined {
  const [a, b] = [toDimension(session, left, scope), toDimension(session, right, scope)]
  if (a === undefined || b === undefined) return undefined
  if (operator === '+') return add(a, b)
  if (operator === '-') return subtract(a, b)
  if (operator === '*') return multiply(a, b)
  const quotient = operator === '/' ? divide(a, b, round) : operator === '%' ? modulo(a, b) : undefined
  if (quotient === undefined) {
    const reason = operator === '/' || operator === '%' ? 'a dimension divides by zero' : `\`${operator}\` makes no dimension`
    session.report(types.badArithmetic({ reason }, { span }))
  }
  return quotient
}

/** The sizes that `...S` stands for. */
export function restOf(session: Session, { name, span }: RestDimensions, scope: Scope): Shape | undefined {
  const value = session.evaluate({ kind: 'name', name: name.text, span }, scope)
  if (value.kind === 'list') return value.items.map((item) => toDim(dimensionOf(item) ?? unknownDimension()))
  if (value.kind === 'series') return value.name === undefined ? unknownShape() : [`...${value.name}`]
  if (value.kind !== 'error') session.report(types.typeMismatch({ what: `\`...${name.text}\``, needed: 'a list of ints', found: describe(value) }, { span }))
  return undefined
}

/** The shape that a tensor type says, with names as they are in scope; undefined, with a finding, where one says no size. */
export function toShape(session: Session, type: NamedType, scope: Scope): Shape | undefined {
  const shape: Dim[] = []
  for (const dimension of type.dimensions ?? []) {
    if (dimension.kind === 'rest') {
      const rest = restOf(session, dimension, scope)
      if (rest === undefined) return undefined
      shape.push(...rest)
      continue
    }
    const term = toDimension(session, dimension, scope)
    if (term === undefined) return undefined
    shape.push(toDim(term))
  }
  return shape
}

/** A tensor type in scope, as that of a `param`. */
export function tensorType(session: Session, type: TypeExpression, scope: Scope): TensorType | undefined {
  const resolved = resolveType(session, type, scope.module, tensorTypes)
  if (resolved === undefined) return undefined
  const { type: wanted } = resolved
  const dtype = wanted.kind === 'named' ? tensorTypes.find((name) => name === wanted.name.text) : undefined
  if (wanted.kind !== 'named' || dtype === undefined) {
    session.report(types.typeMismatch({ what: 'a `param`', needed: 'a tensor type', found: session.text(type.span) }, { span: type.span }))
    return undefined
  }
  const shape = toShape(session, wanted, scope)
  if (shape === undefined) return undefined
  if (shape.every((size) => typeof size === 'string' || size >= 1)) return { dtype, shape }
  session.report(types.dimensionTooSmall({ block: session.text(type.span), found: formatType({ dtype, shape }) }, { span: type.span, help: 'make every dimension at least 1' }))
  return undefined
}
