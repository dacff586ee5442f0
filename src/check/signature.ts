/**
 * Signatures: the dimensions of a block are bound by unification with what it is applied to. Each equation
 * between a dimension and a size is solved for its one unknown; what has several waits for the others.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { Expression, NamedType, TypeExpression } from '../syntax/ast.js'
import {
  add, constant, constantOf, divide, extreme, formatDimension, modulo, multiply, negate, solve, substitute, subtract, symbol, symbolsOf,
  type Dimension,
} from '../types/dimension.js'
import { formatType, type TensorType } from '../types/tensor.js'
import { lookUp, type Module } from './module.js'
import { findLocal, inner, type Scope } from './scope.js'
import type { Session } from './session.js'
import { coerce, isTensorType, resolveType, staticTypes, tensorTypes } from './static-types.js'
import { describe, integer, type Value } from './values.js'

interface Solved {
  readonly value: number
  readonly from: string
  readonly span: Span
}

interface Equation extends Solved {
  readonly dimension: Dimension
  readonly written: string
}

/** What is known of a block's signature while it is applied. */
export class Signature {
  readonly #session: Session
  readonly #block: string
  /** Static parameters and, once settled, dimensions: names in the result type and in the body. */
  readonly scope: Scope
  readonly solved = new Map<string, Solved>()
  readonly rests = new Map<string, { readonly sizes: readonly number[]; readonly from: string; readonly span: Span }>()
  readonly #open: Equation[] = []
  #sound = true

  constructor(session: Session, block: string, scope: Scope) {
    this.#session = session
    this.#block = block
    this.scope = scope
  }

  /** Holds a value against the type of an input; `name` is the input's. */
  unify(type: TypeExpression, value: Value, name: string, span: Span, module: Module = this.scope.module): void {
    const resolved = resolveType(this.#session, type, module, [...staticTypes, ...tensorTypes])
    if (resolved === undefined || value.kind === 'error') {
      this.#sound = false
      return
    }
    const { type: wanted } = resolved
    if (wanted.kind === 'list' && value.kind === 'list') {
      for (const item of value.items) this.unify(wanted.element, item, name, span, resolved.module)
      return
    }
    if (wanted.kind === 'record' && value.kind === 'record') {
      for (const field of wanted.fields) {
        const found = value.fields.get(field.name.text)
        if (found === undefined) this.#refuse(name, type, value, span)
        else this.unify(field.type, found, `${name}.${field.name.text}`, span, resolved.module)
      }
      return
    }
    if (!isTensorType(wanted)) {
      if (coerce(this.#session, value, wanted, resolved.module, `\`${name}\` of \`${this.#block}\``, span) === undefined) this.#sound = false
      return
    }
    const found = value.kind === 'number' ? { dtype: 'f32' as const, shape: [] } : value.kind === 'tensor' ? value.expression.type : undefined
    if (wanted.kind !== 'named' || found === undefined || found.dtype !== wanted.name.text) this.#refuse(name, type, value, span)
    else this.#unifyShape(wanted, found, { name, type, value, span })
  }

  #refuse(name: string, type: TypeExpression, value: Value, span: Span): void {
    this.#sound = false
    const written = this.#session.text(type.span)
    const values = [...new Set(written.match(/[A-Za-z_]\w*/g))].flatMap((word) => {
      const known = this.scope.locals.get(word)
      return typeof known === 'object' && known.kind === 'number' ? [`\`${word}\` = ${known.value}`] : []
    })
    const needed = values.length === 0 ? written : `${written} with ${values.join(' and ')}`
    this.#session.report(types.argumentShape({ block: this.#block, parameter: name, needed, found: describe(value) }, { span }))
  }

  #unifyShape(wanted: NamedType, found: TensorType, input: { name: string; type: TypeExpression; value: Value; span: Span }): void {
    const refuse = (): void => this.#refuse(input.name, input.type, input.value, input.span)
    const dimensions = wanted.dimensions ?? []
    const sizes = found.shape.map(Number)
    const rest = dimensions.findIndex((dimension) => dimension.kind === 'rest')
    const spare = sizes.length - (rest < 0 ? dimensions.length : dimensions.length - 1)
    if (spare < 0 || (rest < 0 && spare > 0)) return refuse()
    const from = `\`${input.name}\`: ${formatType(found)}`
    for (const [index, dimension] of dimensions.entries()) {
      if (dimension.kind === 'rest') {
        this.#bindRest(dimension.name.text, sizes.slice(rest, rest + spare), from, input.span)
        continue
      }
      const value = sizes[rest >= 0 && index > rest ? index - 1 + spare : index] ?? 0
      const term = toDimension(this.#session, dimension, this.scope)
      if (term === undefined) this.#sound = false
      else if (constantOf(term) === undefined) this.#equate({ dimension: term, written: this.#session.text(dimension.span), value, from, span: input.span })
      else if (constantOf(term) !== value) return refuse()
    }
  }

  #bindRest(name: string, sizes: readonly number[], from: string, span: Span): void {
    const before = this.rests.get(name)
    if (before === undefined) this.rests.set(name, { sizes, from, span })
    else if (before.sizes.join() !== sizes.join()) {
      this.#conflict(`...${name}`, `[${before.sizes.join(', ')}] by ${before.from}`, `[${sizes.join(', ')}] by ${from}`, span, before.span)
    }
  }

  #conflict(dimension: string, first: string, second: string, span: Span, before: Span): void {
    this.#sound = false
    this.#session.report(
      types.dimensionConflict({ block: this.#block, dimension, first, second }, { span, related: [{ span: before, message: first }] }),
    )
  }

  #equate(equation: Equation): void {
    const known = new Map([...this.solved].map(([name, { value }]) => [name, constant(value)]))
    const dimension = substitute(equation.dimension, known)
    if (dimension === undefined) {
      this.#sound = false
      this.#session.report(types.badArithmetic({ reason: `\`${equation.written}\` divides by zero` }, { span: equation.span }))
      return
    }
    const value = constantOf(dimension)
    if (value !== undefined) {
      if (value !== equation.value) this.#contradict(equation, value)
      return
    }
    const solution = solve(dimension, equation.value)
    if (solution.kind === 'open') this.#open.push(equation)
    else if (solution.kind === 'impossible') {
      this.#sound = false
      const found = `${equation.value} by ${equation.from}, which no whole number fits`
      this.#session.report(types.dimensionConflict({ block: this.#block, dimension: equation.written, first: `it is ${formatDimension(dimension)}`, second: found }, { span: equation.span }))
    } else {
      this.solved.set(solution.name, { value: solution.value, from: equation.from, span: equation.span })
    }
  }

  /** The dimension is `value` by what was solved before, but `equation` says otherwise: shows both. */
  #contradict(equation: Equation, value: number): void {
    const reasons = [...symbolsOf(equation.dimension)].flatMap((name) => {
      const reason = this.solved.get(name)
      return reason === undefined ? [] : [{ name, ...reason }]
    })
    const [reason] = reasons
    const plain = reason?.name === equation.written
    const derived = reasons.map(({ name, value: size, from }) => (plain ? from : `\`${name}\` = ${size} by ${from}`)).join(' and ')
    this.#conflict(equation.written, `${value} by ${derived}`, `${equation.value} by ${equation.from}`, equation.span, reason?.span ?? equation.span)
  }

  /** After all inputs: solves what waited. False where something was reported. */
  settle(span: Span): boolean {
    for (let before = Infinity; this.#open.length > 0 && this.#open.length < before; ) {
      before = this.#open.length
      for (const equation of this.#open.splice(0)) this.#equate(equation)
    }
    for (const equation of this.#open) this.#leaves(equation.written, span)
    // From here on dimensions are names like any other; before, they stay symbols, so that conflicts can show both sides.
    for (const [name, { value }] of this.solved) this.scope.locals.set(name, integer(value))
    for (const [name, { sizes }] of this.rests) this.scope.locals.set(name, { kind: 'list', items: sizes.map(integer) })
    return this.#sound && this.#open.length === 0
  }

  #leaves(dimension: string, span: Span): void {
    this.#session.report(types.unsolvedDimension({ block: this.#block, dimension }, { span }))
  }

  /** A shape of the signature, once everything is bound; undefined, with a finding, where something stays open. */
  shape(type: NamedType, span: Span): readonly number[] | undefined {
    const shape: number[] = []
    for (const dimension of type.dimensions ?? []) {
      if (dimension.kind === 'rest') {
        const rest = this.rests.get(dimension.name.text)
        if (rest === undefined) return void this.#leaves(`...${dimension.name.text}`, span)
        shape.push(...rest.sizes)
        continue
      }
      const term = toDimension(this.#session, dimension, this.scope)
      if (term === undefined) return undefined
      const value = constantOf(term)
      if (value === undefined) return void this.#leaves([...symbolsOf(term)][0] ?? this.#session.text(dimension.span), span)
      shape.push(value)
    }
    return shape
  }

  /** Whether a body's value is what the signature declares; undefined, with a finding, where that cannot be said. */
  matches(type: TypeExpression, value: Value, span: Span, module: Module = this.scope.module): { readonly fits: boolean; readonly declared: string } | undefined {
    const resolved = resolveType(this.#session, type, module, [...staticTypes, ...tensorTypes])
    if (resolved === undefined) return undefined
    const { type: wanted } = resolved
    const declared = this.#session.text(type.span)
    if (wanted.kind === 'list' && value.kind === 'list') {
      const items = value.items.map((item) => this.matches(wanted.element, item, span, resolved.module))
      return items.every((item) => item !== undefined) ? { fits: items.every((item) => item.fits), declared } : undefined
    }
    if (wanted.kind === 'record' && value.kind === 'record') {
      const fields = wanted.fields.map((field) => {
        const found = value.fields.get(field.name.text)
        return found === undefined ? { fits: false } : this.matches(field.type, found, span, resolved.module)
      })
      return fields.every((field) => field !== undefined) ? { fits: fields.every((field) => field.fits), declared } : undefined
    }
    if (wanted.kind !== 'named' || !isTensorType(wanted)) return { fits: false, declared }
    const shape = this.shape(wanted, span)
    if (shape === undefined) return undefined
    const made = formatType({ dtype: 'f32', shape }).replace('f32', wanted.name.text)
    const fits = value.kind === 'tensor' && formatType(value.expression.type) === made
    return { fits, declared: made === declared ? made : `${declared}, here ${made}` }
  }
}

/** A dimension's expression in normal form: names that are known are replaced, others stay symbols. */
function toDimension(session: Session, expression: Expression, scope: Scope): Dimension | undefined {
  switch (expression.kind) {
    case 'number':
      if (expression.integer) return constant(expression.value)
      break
    case 'name': {
      const local = findLocal(scope, expression.name)
      const value = typeof local === 'function' ? local() : local
      if (value === undefined && lookUp(scope.module, expression.name)?.declaration.kind !== 'const') return symbol(expression.name)
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
      if (decided.kind === 'boolean') {
        const body = decided.value ? expression.then : expression.otherwise
        if (body?.result !== undefined && body.statements.length === 0) return toDimension(session, body.result, inner(scope))
      } else if (decided.kind === 'error') return undefined
      break
    }
    default:
  }
  return toInteger(session, expression, scope)
}

function toInteger(session: Session, expression: Expression, scope: Scope): Dimension | undefined {
  const value = session.evaluate(expression, scope)
  if (value.kind === 'error') return undefined
  if (value.kind === 'number' && value.integer) return constant(value.value)
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

/** A tensor type whose dimensions are all known, as that of a `param`. */
export function concreteTensor(session: Session, type: TypeExpression, scope: Scope): TensorType | undefined {
  const resolved = resolveType(session, type, scope.module, tensorTypes)
  if (resolved === undefined) return undefined
  const dtype = resolved.type.kind === 'named' ? tensorTypes.find((name) => resolved.type.kind === 'named' && name === resolved.type.name.text) : undefined
  if (resolved.type.kind !== 'named' || dtype === undefined) {
    session.report(types.typeMismatch({ what: 'a `param`', needed: 'a tensor type', found: session.text(type.span) }, { span: type.span }))
    return undefined
  }
  const shape: number[] = []
  for (const dimension of resolved.type.dimensions ?? []) {
    if (dimension.kind === 'rest') {
      const rest = session.evaluate({ kind: 'name', name: dimension.name.text, span: dimension.span }, scope)
      if (rest.kind !== 'list') return undefined
      shape.push(...rest.items.map((item) => (item.kind === 'number' ? item.value : 0)))
      continue
    }
    const value = toInteger(session, dimension, scope)
    if (value === undefined) return undefined
    shape.push(constantOf(value) ?? 0)
  }
  if (shape.every((size) => size >= 1)) return { dtype, shape }
  session.report(types.dimensionTooSmall({ block: session.text(type.span), found: formatType({ dtype, shape }) }, { span: type.span, help: 'make every dimension at least 1' }))
  return undefined
}
