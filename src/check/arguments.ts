/** Arguments to parameters, by position and by name. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BlockParameter } from '../syntax/ast.js'
import type { Module } from './module.js'
import { listed, nearest, type Session } from './session.js'
import { coerce, expectedOf, isTensorType, nameOfType } from './static-types.js'
import type { Expected } from './session.js'
import type { BlockValue, Value } from './values.js'

export interface Given {
  readonly name?: { readonly text: string; readonly span: Span }
  readonly value: Value
  readonly span: Span
}

type Bound = BlockValue['bound']

/**
 * Adds what is given to what is bound: named arguments to their parameters, the others in order to those
 * that no earlier call has bound. Undefined, with findings, where something does not fit.
 */
export function bind(
  session: Session, of: string, parameters: readonly BlockParameter[], bound: Bound, given: readonly Given[], module: Module, span: Span,
): Bound | undefined {
  const result = new Map(bound)
  let sound = true
  const free = parameters.filter(({ name }) => !bound.has(name.text))
  const positional = given.filter(({ name }) => name === undefined)
  if (positional.length > free.length) {
    session.report(types.tooManyArguments({ of, most: free.length, found: given.length }, { span: positional[free.length]?.span ?? span }))
    sound = false
  }
  let next = 0
  for (const each of given) {
    const { name } = each
    const parameter = name === undefined ? free[next++] : parameters.find((one) => one.name.text === name.text)
    if (parameter === undefined) {
      if (name === undefined) continue
      sound = false
      const names = parameters.map((one) => one.name.text)
      session.report(types.unknownArgument({ name: name.text, of, known: listed(names), ...nearest(name.text, names) }, { span: name.span }))
      continue
    }
    const key = parameter.name.text
    if (result.has(key)) {
      session.report(types.repeatedArgument({ name: key, of }, { span: each.span, edits: [session.without(each.span)] }))
      sound = false
      continue
    }
    const value = isTensorType(parameter.type)
      ? each.value
      : coerce(session, each.value, parameter.type, module, `\`${key}\` of \`${of}\``, each.span)
    if (value === undefined) sound = false
    else result.set(key, { value, span: each.span })
  }
  return sound ? result : undefined
}

/** The parameter that each argument goes to, as far as that can be said before the arguments are worked out. */
export function expectations(parameters: readonly BlockParameter[], bound: Bound, names: readonly (string | undefined)[], skip: number): readonly Expected[] {
  const free = parameters.filter(({ name }) => !bound.has(name.text)).slice(skip)
  let next = 0
  return names.map((name) => expectedOf((name === undefined ? free[next++] : parameters.find((one) => one.name.text === name))?.type))
}

export function reportMissing(session: Session, of: string, parameter: BlockParameter, span: Span): void {
  session.report(types.missingArgument({ name: parameter.name.text, of, type: nameOfType(session, parameter.type) }, { span }))
}
