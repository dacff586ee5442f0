/**
 * Signatures: the dimensions of a block are bound by unification with what it is applied to. Each equation
 * between a dimension and a size is solved for its one unknown; what has several waits for the others. Sizes may be
 * formulas over the signature of a block around, which is checked for all that it may be applied to.
 */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { NamedType, TypeExpression } from '../syntax/ast.js'
import { constantOf, formatDimension, fromDim, solve, substitute, symbolsOf, toDim, unknownDimension, type Dimension } from '../types/dimension.js'
import { formatType, type Dim, type Shape, type TensorType } from '../types/tensor.js'
import { asWith, compareDimensions, compareShapes, isRest, stating, unknownShape, type Verdict } from './compare.js'
import { isUnknown, restOf, signatureName, toDimension } from './dimensions.js'
import type { Module } from './module.js'
import { findLocal, type Scope } from './scope.js'
import type { Session } from './session.js'
import { coerce, isTensorType, resolveType, staticTypes, tensorTypes } from './static-types.js'
import { describe, isScalar, ofDimension, shownDimension, type Value } from './values.js'

interface Solved {
  readonly value: Dimension
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
  readonly rests = new Map<string, { readonly sizes: Shape; readonly from: string; readonly span: Span }>()
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
    if (value.kind === 'open' && value.type === 'any') return
    if (wanted.kind === 'list' && (value.kind === 'list' || value.kind === 'series')) {
      for (const item of value.kind === 'list' ? value.items : [value.element]) this.unify(wanted.element, item, name, span, resolved.module)
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
    const found = isScalar(value) ? { dtype: 'f32' as const, shape: [] } : value.kind === 'tensor' ? value.expression.type : undefined
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
    const aligned = align(found.shape, dimensions.length, dimensions.findIndex((dimension) => dimension.kind === 'rest'))
    if (aligned === undefined) return refuse()
    const from = `\`${input.name}\`: ${formatType(found)}`
    for (const [index, dimension] of dimensions.entries()) {
      if (dimension.kind === 'rest') {
        this.#bindRest(dimension.name.text, aligned.rest, from, input.span)
        continue
      }
      const value = fromDim(aligned.sizes[index] ?? 0)
      const term = toDimension(this.#session, dimension, this.scope)
      if (term === undefined) this.#sound = false
      else if (constantOf(term) === undefined || constantOf(value) === undefined) {
        this.#equate({ dimension: term, written: this.#session.text(dimension.span), value, from, span: input.span })
      } else if (constantOf(term) !== constantOf(value)) return refuse()
    }
  }

  #bindRest(name: string, sizes: Shape, from: string, span: Span): void {
    const before = this.rests.get(name)
    if (before === undefined) {
      this.rests.set(name, { sizes, from, span })
      return
    }
    const verdict = compareShapes(before.sizes, sizes, this.#session.assumed)
    if (verdict.equal === false) {
      this.#conflict(`...${name}`, `[${before.sizes.join(', ')}] by ${before.from}`, `[${sizes.join(', ')}] by ${from}`, span, before.span, verdict)
    }
  }

  #conflict(dimension: string, first: string, second: string, span: Span, before: Span, verdict: Verdict): void {
    this.#sound = false
    this.#session.report(
      types.dimensionConflict(
        { block: this.#block, dimension, first, second: `${second}${asWith(verdict)}` },
        { span, related: [{ span: before, message: first }], ...stating(this.#session.generic, verdict) },
      ),
    )
  }

  #equate(equation: Equation): void {
    const dimension = substitute(equation.dimension, new Map([...this.solved].map(([name, { value }]) => [`@${name}`, value])))
    if (dimension === undefined) {
      this.#sound = false
      this.#session.report(types.badArithmetic({ reason: `\`${equation.written}\` divides by zero` }, { span: equation.span }))
      return
    }
    if (![...symbolsOf(dimension)].some(isUnknown)) {
      const verdict = compareDimensions(dimension, equation.value, this.#session.assumed)
      if (verdict.equal === false) this.#contradict(equation, dimension, verdict)
      return
    }
    const solution = solve(dimension, equation.value, isUnknown)
    if (solution.kind === 'open') this.#open.push(equation)
    else if (solution.kind === 'impossible') {
      this.#sound = false
      const found = `${shownDimension(equation.value)} by ${equation.from}, which no whole number fits`
      const first = `it is ${signatureName(formatDimension(dimension))}`
      this.#session.report(types.dimensionConflict({ block: this.#block, dimension: equation.written, first, second: found }, { span: equation.span }))
    } else {
      this.solved.set(signatureName(solution.name), { value: solution.value, from: equation.from, span: equation.span })
    }
  }

  /** The dimension is `value` by what was solved before, but `equation` says otherwise: shows both. */
  #contradict(equation: Equation, value: Dimension, verdict: Verdict): void {
    const reasons = [...symbolsOf(equation.dimension)].flatMap((unknown) => {
      const name = signatureName(unknown)
      const reason = isUnknown(unknown) ? this.solved.get(name) : undefined
      return reason === undefined ? [] : [{ name, ...reason }]
    })
    const [reason] = reasons
    const plain = reason?.name === equation.written
    const derived = reasons.map(({ name, value: size, from }) => (plain ? from : `\`${name}\` = ${shownDimension(size)} by ${from}`)).join(' and ')
    const first = `${shownDimension(value)} by ${derived === '' ? `the signature of \`${this.#block}\`` : derived}`
    this.#conflict(equation.written, first, `${shownDimension(equation.value)} by ${equation.from}`, equation.span, reason?.span ?? equation.span, verdict)
  }

  /** After all inputs: solves what waited. False where something was reported. */
  settle(span: Span): boolean {
    for (let before = Infinity; this.#open.length > 0 && this.#open.length < before; ) {
      before = this.#open.length
      for (const equation of this.#open.splice(0)) this.#equate(equation)
    }
    // Among formulas, what cannot be solved may still be so for the sizes that come.
    if (this.#session.generic === undefined) for (const equation of this.#open) this.#leaves(equation.written, span)
    else for (const name of this.#open.splice(0).flatMap(({ dimension }) => [...symbolsOf(dimension)].filter(isUnknown).map(signatureName))) {
      if (!this.solved.has(name)) this.solved.set(name, { value: unknownDimension(), from: 'nothing', span })
    }
    // From here on dimensions are names like any other; before, they stay symbols, so that conflicts can show both sides.
    for (const [name, { value }] of this.solved) this.scope.locals.set(name, ofDimension(value))
    for (const [name, { sizes }] of this.rests) this.scope.locals.set(name, restValue(sizes))
    return this.#sound && this.#open.length === 0
  }

  #leaves(dimension: string, span: Span): void {
    this.#session.report(types.unsolvedDimension({ block: this.#block, dimension }, { span }))
  }

  /** A shape of the signature, once everything is bound; undefined, with a finding, where something stays open. */
  shape(type: NamedType, span: Span): Shape | undefined {
    const shape: Dim[] = []
    for (const dimension of type.dimensions ?? []) {
      if (dimension.kind === 'rest') {
        const { text } = dimension.name
        if (!this.rests.has(text) && findLocal(this.scope, text) === undefined) return void this.#leaves(`...${text}`, span)
        const rest = this.rests.get(text)?.sizes ?? restOf(this.#session, dimension, this.scope)
        if (rest === undefined) return undefined
        shape.push(...rest)
        continue
      }
      const term = toDimension(this.#session, dimension, this.scope)
      if (term === undefined) return undefined
      const open = [...symbolsOf(term)].find(isUnknown)
      if (open !== undefined) return void this.#leaves(signatureName(open), span)
      shape.push(toDim(term))
    }
    return shape
  }
}

/** Sizes in the places of a signature's dimensions, and those of its `...`; undefined where the ranks differ. */
function align(found: Shape, wanted: number, rest: number): { readonly sizes: Shape; readonly rest: Shape } | undefined {
  const open = found.findIndex(isRest)
  const spare = found.length - (rest < 0 ? wanted : wanted - 1)
  if (open < 0) {
    if (spare < 0 || (rest < 0 && spare > 0)) return undefined
    if (rest < 0) return { sizes: found, rest: [] }
    return { sizes: [...found.slice(0, rest), 0, ...found.slice(rest + spare)], rest: found.slice(rest, rest + spare) }
  }
  // The rank is not known: what is named from the front and from the back is, as far as it reaches.
  const [before, after] = [open, found.length - open - 1]
  const known = rest >= 0 && rest <= before && wanted - rest - 1 <= after
  if (known) return { sizes: [...found.slice(0, rest), 0, ...found.slice(found.length - (wanted - rest - 1))], rest: found.slice(rest, found.length - (wanted - rest - 1)) }
  if (rest < 0 && before + after > wanted) return undefined
  const size = (index: number): Dim => {
    if (index < before && (rest < 0 || index < rest)) return found[index] ?? 0
    const back = wanted - index
    return back <= after && (rest < 0 || index > rest) ? (found[found.length - back] ?? 0) : toDim(unknownDimension())
  }
  return { sizes: Array.from({ length: wanted }, (_, index) => size(index)), rest: unknownShape() }
}

/** `S` of `...S` as a value: its sizes, as far as their number is known. */
function restValue(sizes: Shape): Value {
  if (!sizes.some(isRest)) return { kind: 'list', items: sizes.map((size) => ofDimension(fromDim(size))) }
  const [only, ...others] = sizes
  const name = others.length === 0 && typeof only === 'string' ? { name: only.slice('...'.length) } : {}
  return { kind: 'series', element: ofDimension(unknownDimension()), length: unknownDimension(), ...name }
}
