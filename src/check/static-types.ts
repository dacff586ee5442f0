/** Aliases, and static values held against the types of the parameters that take them. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { Name, TypeExpression } from '../syntax/ast.js'
import { kindNames, type Module } from './module.js'
import { type Expected, type Session } from './session.js'
import { describe, failed, float, integer, type Value } from './values.js'

export const staticTypes = ['int', 'float', 'bool', 'string', 'block'] as const
export const tensorTypes = ['f32', 'i64'] as const

export interface Resolved {
  readonly type: TypeExpression
  /** Whose names its dimensions use. */
  readonly module: Module
}

/** Follows aliases to a type that is none. `known` are names that need no alias. Reports what it cannot find. */
export function resolveType(session: Session, type: TypeExpression, module: Module, known: readonly string[]): Resolved | undefined {
  const seen: Name[] = []
  let resolved: Resolved = { type, module }
  while (resolved.type.kind === 'named' && !known.includes(resolved.type.name.text)) {
    const { text, span } = resolved.type.name
    const symbol = session.lookUp(resolved.module, text)
    if (symbol === undefined) {
      const aliases = [...resolved.module.symbols].flatMap(([name, { declaration }]) => (declaration.kind === 'type' ? [name] : []))
      if (!resolved.module.broken.has(text)) session.unknown(text, 'type', [...known, ...aliases], span)
      return undefined
    }
    const { declaration } = symbol
    if (declaration.kind !== 'type') {
      session.report(types.wrongKind({ name: text, found: kindNames[declaration.kind], needed: 'a type' }, { span }))
      return undefined
    }
    if (seen.some((alias) => alias === declaration.name)) {
      reportCircle(session, seen.slice(seen.indexOf(declaration.name)))
      return undefined
    }
    seen.push(declaration.name)
    resolved = { type: declaration.type, module: symbol.module }
  }
  return resolved
}

/** A circle is told once, from the alias that comes first in it by name. */
function reportCircle(session: Session, circle: readonly Name[]): void {
  const start = circle.reduce((least, name, index) => (name.text < (circle[least]?.text ?? '') ? index : least), 0)
  const names = [...circle.slice(start), ...circle.slice(0, start + 1)]
  const [first] = names
  if (first !== undefined) session.report(types.cyclicDefinition({ names: names.map(({ text }) => text) }, { span: first.span }))
}

/** What numbers in a value for this type are wanted as. */
export const expectedOf = (type: TypeExpression | undefined): Expected =>
  type?.kind === 'list' ? expectedOf(type.element) : type?.kind === 'named' && type.name.text === 'float' ? 'float' : undefined

export const isTensorType = (type: TypeExpression): boolean =>
  type.kind === 'named' ? !(staticTypes as readonly string[]).includes(type.name.text) : type.kind === 'list' ? isTensorType(type.element) : true

const articles: Readonly<Record<string, string>> = { int: 'an int', float: 'a float', bool: 'a bool', string: 'a string', block: 'a block' }

export const nameOfType = (session: Session, type: TypeExpression): string =>
  type.kind === 'named' ? (articles[type.name.text] ?? session.text(type.span)) : session.text(type.span)

/** The value as the type has it (an int is a float too, `10%` is 0.1); undefined, with a finding, where it does not fit. */
export function coerce(session: Session, value: Value, type: TypeExpression, module: Module, what: string, span: Span): Value | undefined {
  const resolved = resolveType(session, type, module, [...staticTypes, ...tensorTypes])
  if (resolved === undefined) return undefined
  const { type: wanted } = resolved
  if (wanted.kind === 'list' && value.kind === 'series') {
    const element = coerce(session, value.element, wanted.element, resolved.module, `each value of ${what}`, span)
    return element === undefined ? undefined : { ...value, element }
  }
  if (wanted.kind === 'list' && value.kind === 'list') {
    const items = value.items.map((item) => coerce(session, item, wanted.element, resolved.module, `each value of ${what}`, span))
    return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined
  }
  if (value.kind === 'open' && value.type === 'any') return value
  const fitting = wanted.kind === 'named' ? fit(value, wanted.name.text) : undefined
  if (fitting !== undefined) return fitting
  const needed = nameOfType(session, wanted)
  const args = { what, needed, found: describe(value) }
  session.report(value.kind === 'quantity' ? types.unitMismatch(args, { span }) : types.typeMismatch(args, { span }))
  return undefined
}

/** Undefined where the value is not of the static type called `name`. */
export function fit(value: Value, name: string): Value | undefined {
  if (value.kind === 'error') return failed
  if (value.kind === 'open') return value.type === 'any' || value.type === name ? value : undefined
  if (value.kind === 'symbolic') return name === 'int' || name === 'float' ? value : undefined
  if (value.kind === 'condition') return name === 'bool' ? value : undefined
  const { dimension, value: amount } = value.kind === 'quantity' ? value.quantity : { dimension: undefined, value: 0 }
  if (name === 'int') {
    if (value.kind === 'number') return value.integer ? value : undefined
    return dimension === 'count' && Number.isInteger(amount) ? integer(amount) : undefined
  }
  if (name === 'float') {
    if (value.kind === 'number') return value
    return dimension === 'ratio' || dimension === 'count' ? float(amount) : undefined
  }
  if (name === 'bool') return value.kind === 'boolean' ? value : undefined
  if (name === 'string') return value.kind === 'string' ? value : undefined
  if (name === 'block') return value.kind === 'block' || value.kind === 'chain' ? value : undefined
  return undefined
}

