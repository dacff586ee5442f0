/** What a block gives: held against its signature, or taken from it. */
import type { Span } from '../diagnostics/diagnostic.js'
import type { TypeExpression } from '../syntax/ast.js'
import { symbol, unknownDimension } from '../types/dimension.js'
import { formatType } from '../types/tensor.js'
import { compareShapes, type Verdict } from './compare.js'
import type { Module } from './module.js'
import type { Session } from './session.js'
import type { Signature } from './signature.js'
import { isTensorType, resolveType, staticTypes, tensorTypes } from './static-types.js'
import { failed, ofDimension, tensor, type Value } from './values.js'

export interface Match {
  readonly verdict: Verdict
  /** The type as declared, and what it is here. */
  readonly declared: string
}

const differs: Verdict = { equal: false, left: [], right: [] }
const known = [...staticTypes, ...tensorTypes]

/** Whether a body's value is what the signature declares; undefined, with a finding, where that cannot be said. */
export function matchResult(session: Session, signature: Signature, type: TypeExpression, value: Value, span: Span, module: Module = signature.scope.module): Match | undefined {
  const resolved = resolveType(session, type, module, known)
  if (resolved === undefined) return undefined
  const { type: wanted } = resolved
  const declared = session.text(type.span)
  const within = (element: TypeExpression, each: Value): Match | undefined => matchResult(session, signature, element, each, span, resolved.module)
  const all = (matches: readonly (Match | undefined)[]): Match | undefined => {
    if (!matches.every((match) => match !== undefined)) return undefined
    return { verdict: matches.find(({ verdict }) => verdict.equal === false)?.verdict ?? { equal: true }, declared }
  }
  if (value.kind === 'open' && value.type === 'any') return { verdict: { equal: undefined }, declared }
  if (wanted.kind === 'list' && value.kind === 'list') return all(value.items.map((item) => within(wanted.element, item)))
  if (wanted.kind === 'list' && value.kind === 'series') return all([within(wanted.element, value.element)])
  if (wanted.kind === 'record' && value.kind === 'record') {
    return all(wanted.fields.map((field) => {
      const found = value.fields.get(field.name.text)
      return found === undefined ? { verdict: differs, declared } : within(field.type, found)
    }))
  }
  if (wanted.kind !== 'named' || !isTensorType(wanted)) return { verdict: differs, declared }
  const shape = signature.shape(wanted, span)
  if (shape === undefined) return undefined
  const made = formatType({ dtype: 'f32', shape }).replace('f32', wanted.name.text)
  const fits = value.kind === 'tensor' && value.expression.type.dtype === wanted.name.text
  const verdict = fits ? compareShapes(value.expression.type.shape, shape, session.assumed) : differs
  return { verdict, declared: made === declared ? made : `${declared}, here ${made}` }
}

/** A value of the declared type, with its shapes: what an application gives where bodies are not looked into. */
export function declaredValue(session: Session, signature: Signature, type: TypeExpression, span: Span, module: Module = signature.scope.module): Value {
  const resolved = resolveType(session, type, module, known)
  if (resolved === undefined) return failed
  const { type: wanted } = resolved
  if (wanted.kind === 'list') {
    return { kind: 'series', element: declaredValue(session, signature, wanted.element, span, resolved.module), length: unknownDimension() }
  }
  if (wanted.kind === 'record') {
    return { kind: 'record', fields: new Map(wanted.fields.map((field) => [field.name.text, declaredValue(session, signature, field.type, span, resolved.module)])) }
  }
  const { text } = wanted.name
  const dtype = tensorTypes.find((name) => name === text)
  if (dtype === undefined) return staticValue(text, text)
  const shape = signature.shape(wanted, span)
  return shape === undefined ? failed : tensor({ kind: 'input', field: text, type: { dtype, shape }, span })
}

/** A static value of a type that nothing else is known of; an int goes by its name. */
export function staticValue(type: string, name?: string): Value {
  if (type === 'int') return ofDimension(name === undefined ? unknownDimension() : symbol(name))
  if (type === 'bool') return { kind: 'condition', fact: { kind: 'open' } }
  if (type === 'float' || type === 'string' || type === 'block') return { kind: 'open', type }
  return { kind: 'open', type: 'any' }
}
