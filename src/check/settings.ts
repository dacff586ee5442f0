/** Methods and plain settings, held against the tables in `methods/`. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Argument, Expression, Method } from '../syntax/ast.js'
import type { Quantity } from '../types/field.js'
import { nameOfDimension } from '../types/units.js'
import type { MethodParameter, MethodSpec, Methods } from './methods/method.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import type { StaticValue, TypedMethod } from './typed.js'
import { describe, type Value } from './values.js'

/** The table's entry for a method; undefined, with a finding, where there is none or it is not carried out yet. */
export function methodSpec<S extends MethodSpec>(session: Session, kind: string, name: { text: string; span: Span }, table: Methods<S>): S | undefined {
  const spec = table.get(name.text)
  const runs = [...table].flatMap(([each, { implemented }]) => (implemented ? [each] : []))
  if (spec === undefined) {
    const suggestion = nearest(name.text, table.keys())
    session.report(tasks.unknownMethod({ kind, name: name.text, known: listed(runs), ...suggestion }, { span: name.span }))
    return undefined
  }
  if (spec.implemented) return spec
  const help = runs.length === 0 ? {} : { help: `this version runs ${listed(runs)}` }
  session.report(tasks.notImplemented({ what: `the ${kind} \`${name.text}\`` }, { span: name.span, ...help }))
  return undefined
}

/** A method with every parameter given a value. */
export function checkMethod(session: Session, kind: string, method: Method, table: Methods, scope: Scope): TypedMethod | undefined {
  const spec = methodSpec(session, kind, method.name, table)
  return spec === undefined ? undefined : checkArguments(session, method.name.text, method.arguments, spec, scope, method.span)
}

/** Without arguments. */
export function defaultMethod(name: string, spec: MethodSpec, span: Span): TypedMethod {
  const given = Object.entries(spec.parameters).flatMap(([key, parameter]) => (parameter.default === undefined ? [] : [[key, parameter.default] as const]))
  return { name, arguments: Object.fromEntries(given), span }
}

export function checkArguments(
  session: Session, name: string, given: readonly Argument[], spec: MethodSpec, scope: Scope, span: Span,
): TypedMethod | undefined {
  const known = Object.keys(spec.parameters)
  const values: Record<string, StaticValue> = { ...defaultMethod(name, spec, span).arguments }
  const seen = new Set<string>()
  let sound = true
  let next = 0
  for (const argument of given) {
    const key = argument.name?.text ?? known[next++]
    const parameter = key === undefined ? undefined : spec.parameters[key]
    if (key === undefined || parameter === undefined) {
      sound = false
      if (argument.name === undefined) session.report(types.tooManyArguments({ of: name, most: known.length, found: given.length }, { span: argument.span }))
      else session.report(types.unknownArgument({ name: argument.name.text, of: name, known: listed(known), ...nearest(argument.name.text, known) }, { span: argument.name.span }))
      continue
    }
    if (seen.has(key)) {
      sound = false
      session.report(types.repeatedArgument({ name: key, of: name }, { span: argument.span }))
      continue
    }
    seen.add(key)
    const value = checkSetting(session, `\`${key}\` of \`${name}\``, argument.value, parameter, scope)
    if (value === undefined) sound = false
    else values[key] = value
  }
  for (const [key, { required }] of Object.entries(spec.parameters)) {
    if (required !== true || seen.has(key)) continue
    sound = false
    session.report(types.missingArgument({ name: key, of: name, type: 'a value' }, { span }))
  }
  return sound ? { name, arguments: values, span } : undefined
}

/** One value of a setting or of a method's parameter. */
export function checkSetting(session: Session, what: string, expression: Expression, parameter: MethodParameter, scope: Scope): StaticValue | undefined {
  const { type } = parameter
  if (typeof type === 'object') return wordOf(session, what, expression, type)
  if (type === 'metric') return metricOf(session, what, expression)
  const value = session.evaluate(expression, scope, type === 'int' ? undefined : 'float')
  if (value.kind === 'error') return undefined
  const found = convert(value, type)
  if (found === undefined) {
    const args = { what, needed: needs[type], found: describe(value) }
    session.report(value.kind === 'quantity' ? types.unitMismatch(args, { span: expression.span }) : types.typeMismatch(args, { span: expression.span }))
    return undefined
  }
  const size = typeof found === 'number' ? found : typeof found === 'object' && 'value' in found ? found.value : 0
  const range = rangeOf(parameter)
  if (within(size, parameter)) return found
  session.report(types.outOfRange({ what, needed: range, found: session.text(expression.span) }, { span: expression.span }))
  return undefined
}

const needs = {
  int: 'an int', float: 'a number', bool: '`true` or `false`', epochs: nameOfDimension('epochs'), stretch: 'a length, such as `1 epoch` or `100 steps`',
} as const

const isDimension = (value: Value, ...dimensions: readonly Quantity['dimension'][]): value is Extract<Value, { kind: 'quantity' }> =>
  value.kind === 'quantity' && dimensions.includes(value.quantity.dimension)

function convert(value: Value, type: keyof typeof needs): StaticValue | undefined {
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
  return isDimension(value, 'epochs') || (type === 'stretch' && isDimension(value, 'steps')) ? value.quantity : undefined
}

function within(value: number, { least, most, open }: MethodParameter): boolean {
  if (!Number.isFinite(value)) return false
  if (least !== undefined && (value < least || (value === least && (open === 'least' || open === 'both')))) return false
  return most === undefined || value < most || (value === most && open !== 'most' && open !== 'both')
}

function rangeOf({ least, most, open }: MethodParameter): string {
  const lower = least === undefined ? [] : [`${open === 'least' || open === 'both' ? 'more than' : 'at least'} ${least}`]
  const upper = most === undefined ? [] : [`${open === 'most' || open === 'both' ? 'below' : 'at most'} ${most}`]
  return [...lower, ...upper].join(' and ') || 'a finite number'
}

function wordOf(session: Session, what: string, expression: Expression, words: readonly string[]): string | undefined {
  const word = expression.kind === 'name' ? expression.name : expression.kind === 'string' ? expression.value : undefined
  if (word !== undefined && words.includes(word)) return word
  const { suggestion } = word === undefined ? {} : nearest(word, words)
  const help = suggestion === undefined ? {} : { help: `did you mean \`${suggestion}\`?` }
  session.report(types.outOfRange({ what, needed: `one of ${listed(words)}`, found: `\`${session.text(expression.span)}\`` }, { span: expression.span, ...help }))
  return undefined
}

function metricOf(session: Session, what: string, expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'string') return expression.value
  if (expression.kind === 'member' && expression.object.kind === 'name') return `${expression.object.name}.${expression.member.text}`
  session.report(types.typeMismatch({ what, needed: 'a metric, such as `accuracy` or `left.accuracy`', found: `\`${session.text(expression.span)}\`` }, { span: expression.span }))
  return undefined
}
