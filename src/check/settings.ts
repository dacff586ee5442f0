/** Methods and plain settings, held against the tables in `methods/`. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import { suggest } from '../diagnostics/suggest.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Argument, Expression, Method } from '../syntax/ast.js'
import type { Quantity } from '../types/field.js'
import { nameOfDimension, plainQuantity } from '../types/units.js'
import type { Arguments, ListOf, MethodSpec, Methods, Setting } from './methods/method.js'
import { findLocal, type Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import type { StaticValue, TypedMethod } from './typed.js'
import { describe, type Value } from './values.js'

type Extra = Pick<Diagnostic, 'help' | 'edits'>

const carriedOut = (table: Methods): readonly string[] => [...table].flatMap(([name, { implemented }]) => (implemented ? [name] : []))

/** The table's entry for a method; undefined, with a finding, where there is none. */
export function methodSpec<S extends MethodSpec>(session: Session, kind: string, name: { text: string; span: Span }, table: Methods<S>): S | undefined {
  const spec = table.get(name.text)
  if (spec !== undefined) return spec
  const runs = carriedOut(table)
  const known = listed(runs.length === 0 ? table.keys() : runs)
  const meant = nearest(name.text, table.keys())
  // Of a target in quotes, the quotes are a part.
  const quoted = meant.suggestion !== undefined && session.text(name.span).startsWith('"') ? { edits: [{ span: name.span, text: JSON.stringify(meant.suggestion) }] } : {}
  session.report(tasks.unknownMethod({ kind, name: name.text, known, ...meant }, { span: name.span, ...quoted }))
  return undefined
}

/** Tells, once all else of a method was checked, where this version cannot run it. */
export function reportLater(session: Session, kind: string, name: { text: string; span: Span }, table: Methods): void {
  if (table.get(name.text)?.implemented !== false) return
  const runs = carriedOut(table)
  const help = runs.length === 0 ? {} : { help: `this version runs ${listed(runs)}` }
  session.report(tasks.notImplemented({ what: `the ${kind} \`${name.text}\`` }, { span: name.span, ...help }))
}

/** A method with every parameter given a value. */
export function checkMethod(session: Session, kind: string, method: Method, table: Methods, scope: Scope): TypedMethod | undefined {
  const spec = methodSpec(session, kind, method.name, table)
  if (spec === undefined) return undefined
  const typed = checkArguments(session, method.name.text, method.arguments, spec, scope, method.span)
  reportLater(session, kind, method.name, table)
  return typed
}

const defaultsOf = (spec: MethodSpec, withLater: boolean): Arguments =>
  Object.fromEntries(
    Object.entries(spec.parameters).flatMap(([key, parameter]) =>
      parameter.default === undefined || (parameter.later === true && !withLater) ? [] : [[key, parameter.default] as const],
    ),
  )

/** Without arguments. */
export const defaultMethod = (name: string, spec: MethodSpec, span: Span): TypedMethod => ({ name, arguments: defaultsOf(spec, false), span })

export function checkArguments(
  session: Session, name: string, given: readonly Argument[], spec: MethodSpec, scope: Scope, span: Span,
): TypedMethod | undefined {
  const known = Object.keys(spec.parameters)
  const values: Record<string, StaticValue> = { ...defaultsOf(spec, false) }
  const seen = new Set<string>()
  let sound = true
  let next = 0
  for (const argument of given) {
    const flag = flagOf(argument, spec)
    const key = argument.name?.text ?? flag ?? known[next++]
    const parameter = key === undefined ? undefined : spec.parameters[key]
    if (key === undefined || parameter === undefined) {
      sound = false
      if (argument.name === undefined) session.report(types.tooManyArguments({ of: name, most: known.length, found: given.length }, { span: argument.span }))
      else session.report(types.unknownArgument({ name: argument.name.text, of: name, known: listed(known), ...nearest(argument.name.text, known) }, { span: argument.name.span }))
      continue
    }
    if (seen.has(key)) {
      sound = false
      session.report(types.repeatedArgument({ name: key, of: name }, { span: argument.span, edits: [session.without(argument.span)] }))
      continue
    }
    seen.add(key)
    const suggestion = argument.name === undefined ? meantWord(session, argument.value, known.filter((each) => spec.parameters[each]?.type === 'bool'), scope) : undefined
    if (suggestion !== undefined) {
      sound = false
      session.report(types.unknownArgument({ name: session.text(argument.span), of: name, known: listed(known), suggestion }, { span: argument.span }))
      continue
    }
    const value = flag === undefined ? checkSetting(session, `\`${key}\` of \`${name}\``, argument.value, parameter, scope) : true
    if (value === undefined) sound = false
    else if (parameter.later !== true || value !== parameter.default) values[key] = value
    if (parameter.later === true && value !== undefined && value !== parameter.default) {
      session.report(tasks.notImplemented({ what: `\`${key}\` of \`${name}\`` }, { span: argument.span, help: 'leave it out' }))
    }
  }
  for (const [key, { required, doc }] of Object.entries(spec.parameters)) {
    if (required !== true || seen.has(key)) continue
    sound = false
    session.report(types.missingArgument({ name: key, of: name, type: 'a value' }, { span, help: `\`${key}\` has no default. ${doc}` }))
  }
  if (!sound) return undefined
  const reason = spec.conflict?.({ ...defaultsOf(spec, true), ...values })
  if (reason !== undefined) {
    session.report(tasks.conflictingArguments({ of: name, reason }, { span }))
    return undefined
  }
  return { name, arguments: values, span }
}

/** `sgd(nesterov)` is `sgd(nesterov = true)`: a flag may be named by itself. */
function flagOf({ name, value }: Argument, { parameters }: MethodSpec): string | undefined {
  return name === undefined && value.kind === 'name' && parameters[value.name]?.type === 'bool' ? value.name : undefined
}

/** The one of `words` that a name means which stands for nothing. */
function meantWord(session: Session, expression: Expression, words: readonly string[], scope: Scope): string | undefined {
  if (expression.kind !== 'name' || words.includes(expression.name)) return undefined
  const declared = findLocal(scope, expression.name) !== undefined || session.lookUp(scope.module, expression.name) !== undefined
  return declared ? undefined : suggest(expression.name, words)
}

const didYouMean = (suggestion: string, span: Span): Extra => ({ help: `did you mean \`${suggestion}\`?`, edits: [{ span, text: suggestion }] })

/** One value of a setting or of a method's parameter. */
export function checkSetting(
  session: Session, what: string, expression: Expression, parameter: Setting, scope: Scope,
): StaticValue | undefined {
  const { type } = parameter
  if (typeof type === 'string') {
    if (type === 'metric') return metricOf(session, what, expression)
    if (type === 'column') return columnOf(session, what, expression)
    return valueOf(session, what, expression, session.evaluate(expression, scope, type === 'int' ? undefined : 'float'), type, parameter)
  }
  return isList(type) ? listOf(session, what, expression, type, parameter, scope) : wordOf(session, what, expression, type)
}

const isList = (type: ListOf | readonly string[]): type is ListOf => 'list' in type

const needs = {
  int: 'an int', float: 'a number', bool: '`true` or `false`', epochs: nameOfDimension('epochs'), stretch: 'a length, such as `1 epoch` or `100 steps`',
} as const

type Evaluated = keyof typeof needs

function valueOf(
  session: Session, what: string, expression: Expression, value: Value, type: Evaluated, parameter: Setting,
): StaticValue | undefined {
  if (value.kind === 'error') return undefined
  const found = convert(value, type)
  if (found === undefined) {
    const args = { what, needed: needs[type], found: describe(value) }
    session.report(value.kind === 'quantity' ? types.unitMismatch(args, { span: expression.span }) : types.typeMismatch(args, { span: expression.span }))
    return undefined
  }
  const size = typeof found === 'number' ? found : typeof found === 'object' && 'value' in found ? found.value : undefined
  if (size === undefined || within(size, parameter)) return found
  session.report(types.outOfRange({ what, needed: rangeOf(parameter), found: session.text(expression.span) }, { span: expression.span }))
  return undefined
}

const isDimension = (value: Value, ...dimensions: readonly Quantity['dimension'][]): value is Extract<Value, { kind: 'quantity' }> =>
  value.kind === 'quantity' && dimensions.includes(value.quantity.dimension)

function convert(value: Value, type: Evaluated): StaticValue | undefined {
  if (type === 'bool') return value.kind === 'boolean' ? value.value : undefined
  if (type === 'int') {
    if (value.kind === 'number' && value.integer) return value.value
    return isDimension(value, 'count', 'epochs', 'steps') && Number.isInteger(value.quantity.value) ? value.quantity.value : undefined
  }
  if (type === 'float') {
    if (value.kind === 'number') return value.value
    return isDimension(value, 'ratio', 'count') ? value.quantity.value : undefined
  }
  if (value.kind === 'number') return { dimension: 'epochs', value: value.value }
  return isDimension(value, 'epochs') || (type === 'stretch' && isDimension(value, 'steps')) ? plainQuantity(value.quantity) : undefined
}

function within(value: number, { least, most, open }: Setting): boolean {
  if (!Number.isFinite(value)) return false
  if (least !== undefined && (value < least || (value === least && (open === 'least' || open === 'both')))) return false
  return most === undefined || value < most || (value === most && open !== 'most' && open !== 'both')
}

function rangeOf({ least, most, open }: Setting): string {
  const lower = least === undefined ? [] : [`${open === 'least' || open === 'both' ? 'more than' : 'at least'} ${least}`]
  const upper = most === undefined ? [] : [`${open === 'most' || open === 'both' ? 'below' : 'at most'} ${most}`]
  return [...lower, ...upper].join(' and ') || 'a finite number'
}

/** `[1, 2, 3]`, a constant that is such a list, or a word that stands for one. */
function listOf(
  session: Session, what: string, expression: Expression, { list: type, or }: ListOf, parameter: Setting, scope: Scope,
): StaticValue | undefined {
  const word = expression.kind === 'name' ? or?.find((each) => each === expression.name) : undefined
  if (word !== undefined) return word
  const written = expression.kind === 'list' ? expression.items : undefined
  const needed = `a list in brackets${or === undefined ? '' : `, or ${listed(or)}`}`
  const refuse = (found: string, extra: Extra = {}): undefined => {
    session.report(types.typeMismatch({ what, needed, found }, { span: expression.span, ...extra }))
  }
  const meant = or === undefined ? undefined : meantWord(session, expression, or, scope)
  if (meant !== undefined) return refuse(`\`${session.text(expression.span)}\``, didYouMean(meant, expression.span))
  if (type === 'column') {
    if (written === undefined) return refuse(`\`${session.text(expression.span)}\``)
    const columns = written.map((item) => columnOf(session, `each value of ${what}`, item))
    return columns.every((column) => column !== undefined) ? columns : undefined
  }
  const expected = type === 'int' ? undefined : 'float'
  const value: Value = written === undefined ? session.evaluate(expression, scope, expected)
    : { kind: 'list', items: written.map((item) => session.evaluate(item, scope, expected)) }
  if (value.kind === 'error') return undefined
  if (value.kind !== 'list') return refuse(describe(value))
  const items = value.items.map((item, index) => valueOf(session, `each value of ${what}`, written?.[index] ?? expression, item, type, parameter))
  return items.every((item) => item !== undefined) ? items : undefined
}

function wordOf(session: Session, what: string, expression: Expression, words: readonly string[]): string | undefined {
  const word = expression.kind === 'name' ? expression.name : expression.kind === 'string' ? expression.value : undefined
  if (word !== undefined && words.includes(word)) return word
  const { suggestion } = word === undefined ? {} : nearest(word, words)
  const help = suggestion === undefined ? {} : didYouMean(suggestion, expression.span)
  session.report(types.outOfRange({ what, needed: `one of ${listed(words)}`, found: `\`${session.text(expression.span)}\`` }, { span: expression.span, ...help }))
  return undefined
}

function columnOf(session: Session, what: string, expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'string') return expression.value
  session.report(types.typeMismatch({ what, needed: 'a name, bare or in quotes', found: `\`${session.text(expression.span)}\`` }, { span: expression.span }))
  return undefined
}

function metricOf(session: Session, what: string, expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'string') return expression.value
  if (expression.kind === 'member' && expression.object.kind === 'name') return `${expression.object.name}.${expression.member.text}`
  session.report(types.typeMismatch({ what, needed: 'a metric, such as `accuracy` or `left.accuracy`', found: `\`${session.text(expression.span)}\`` }, { span: expression.span }))
  return undefined
}
