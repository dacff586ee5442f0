/** Expressions to values: static ones are computed, those of tensors grow the model. */
import * as types from '../diagnostics/types.js'
import type * as ast from '../syntax/ast.js'
import { subtract, unknownDimension, type Dimension } from '../types/dimension.js'
import type { Fact } from '../types/fact.js'
import { quantity } from '../types/units.js'
import { apply, call } from './apply.js'
import { evaluateBody } from './body.js'
import { itemAt, itemOf } from './item.js'
import { join, type Case } from './join.js'
import { isLater, kindNames, type Module, type Symbol } from './module.js'
import { Naming } from './naming.js'
import { binary, rounded, unary } from './operators.js'
import { findLocal, inner, localNames, named, type Scope } from './scope.js'
import { listed, nearest, type Expected, type Session } from './session.js'
import { describe, dimensionOf, failed, float, integer, isInteger, ofDimension, tensor, type Value } from './values.js'

export function evaluate(session: Session, expression: ast.Expression, scope: Scope, expected?: Expected): Value {
  const place = { session, scope, span: expression.span }
  switch (expression.kind) {
    case 'number': return expression.integer ? integer(expression.value) : float(expression.value)
    case 'string':
    case 'boolean': return { kind: expression.kind, value: expression.value } as Value
    case 'quantity': {
      const found = quantity(expression.text, expression.unit)
      return found === undefined ? failed : { kind: 'quantity', quantity: found }
    }
    case 'name': return lookUpName(session, expression, scope)
    case 'list': {
      const items = expression.items.map((item) => session.evaluate(item, scope, expected))
      // What is made of a list with a mistake in it is not told again.
      return items.some((item) => item.kind === 'error') ? failed : { kind: 'list', items }
    }
    case 'comprehension': return comprehension(session, expression, scope)
    case 'record': return record(session, expression, scope)
    case 'member': return member(session, expression, scope)
    case 'index': return itemAt(session, expression, scope)
    case 'call': return rounding(session, expression, scope) ?? call(session, expression, scope)
    case 'pipe': return pipe(session, expression, scope)
    case 'binary': {
      const left = session.evaluate(expression.left, scope, expected)
      // Static conditions stop at the first that decides, so that the second may rely on it.
      if (expression.operator === '&&' && left.kind === 'boolean' && !left.value) return left
      if (expression.operator === '||' && left.kind === 'boolean' && left.value) return left
      return binary(place, expression.operator, left, session.evaluate(expression.right, scope, expected), expected)
    }
    case 'unary': return unary(place, expression.operator, session.evaluate(expression.operand, scope, expected))
    case 'if': return condition(session, expression, scope)
    case 'repeat': return repeat(session, expression, scope)
    case 'rest': return failed
  }
}

// ── names ──

function lookUpName(session: Session, { name, span }: ast.NameExpression, scope: Scope): Value {
  const local = findLocal(scope, name)
  if (local !== undefined) return typeof local === 'function' ? local() : local
  const declared = session.lookUp(scope.module, name)
  if (declared !== undefined) return valueOf(session, declared, scope, span)
  if (!scope.module.broken.has(name)) {
    session.pass()
    if (isLater(scope.later, name)) session.report(types.unknownName({ name, what: 'value' }, { span, help: `\`${name}\` is declared further down: move its line up` }))
    else session.unknown(name, 'value', [...localNames(scope), ...valueNames(scope.module)], span)
  }
  return failed
}

const valueNames = (module: Module): readonly string[] =>
  [...module.symbols, ...(module.core?.symbols ?? [])].flatMap(([name, { declaration }]) =>
    declaration.kind === 'const' || declaration.kind === 'block' ? [name] : [],
  )

function valueOf(session: Session, { declaration, module }: Symbol, scope: Scope, span: ast.Name['span']): Value {
  if (declaration.kind === 'block') {
    return { kind: 'block', declaration, module, bound: new Map(), identity: { scope: scope.naming } }
  }
  if (declaration.kind === 'const') return constantOf(session, declaration, module)
  session.report(types.wrongKind({ name: declaration.name.text, found: kindNames[declaration.kind], needed: 'a value' }, { span }))
  return failed
}

/** A constant's value, worked out once. */
export function constantOf(session: Session, declaration: ast.ConstDeclaration, module: Module): Value {
  const name = declaration.name.text
  const open = session.openConstants.indexOf(declaration)
  if (open >= 0) {
    session.pass()
    session.report(types.cyclicDefinition({ names: [...session.openConstants.slice(open), declaration].map((each) => each.name.text) }, { span: declaration.name.span }))
    return failed
  }
  return session.unit(session.memo.constants, declaration, () => {
    session.openConstants.push(declaration)
    const value = session.evaluate(declaration.value, { module, locals: new Map(), naming: new Naming(name), where: `\`const ${name}\`` })
    session.openConstants.pop()
    return value
  })
}

// ── records and lists ──

function record(session: Session, expression: ast.RecordExpression, scope: Scope): Value {
  const fields = new Map<string, Value>()
  for (const { name, value } of expression.fields) {
    if (fields.has(name.text)) session.report(types.duplicateName({ name: name.text, where: 'this record' }, { span: name.span }))
    fields.set(name.text, session.evaluate(value, scope))
  }
  return { kind: 'record', fields }
}

function member(session: Session, expression: ast.MemberExpression, scope: Scope): Value {
  const value = session.evaluate(expression.object, scope)
  if (value.kind === 'error' || (value.kind === 'open' && value.type === 'any')) return value
  const members = membersOf(value)
  const name = expression.member.text
  const refused = value.kind === 'record' ? value.refused?.(name, expression.span) : undefined
  if (refused !== undefined) {
    session.report(refused)
    return failed
  }
  const found = members.get(name)
  if (found !== undefined) return found
  const known = members.size === 0 ? '' : listed(members.keys())
  session.report(types.unknownMember({ member: name, of: describe(value), known, ...nearest(name, members.keys()) }, { span: expression.member.span }))
  return failed
}

function membersOf(value: Value): ReadonlyMap<string, Value> {
  if (value.kind === 'record') return value.fields
  if (value.kind === 'tensor') {
    return new Map<string, Value>([
      ...(value.vocabulary === undefined ? [] : [['vocab', integer(value.vocabulary)] as const]),
      ...(value.mask === undefined ? [] : [['mask', tensor(value.mask)] as const]),
    ])
  }
  if (value.kind === 'series') {
    return new Map([['length', ofDimension(value.length)], ['first', itemOf(value, '.first')], ['last', itemOf(value, '.last')]])
  }
  if (value.kind !== 'list') return new Map()
  const [first, last] = [value.items[0], value.items.at(-1)]
  return new Map<string, Value>([
    ['length', integer(value.items.length)],
    ...(first === undefined ? [] : [['first', first] as const]),
    ...(last === undefined ? [] : [['last', last] as const]),
  ])
}

function comprehension(session: Session, expression: ast.Comprehension, scope: Scope): Value {
  const from = session.evaluate(expression.from, scope)
  const to = expression.to === undefined ? undefined : session.evaluate(expression.to, scope)
  if (from.kind === 'error' || to?.kind === 'error') return failed
  const series = seriesOf(session, expression, from, to, scope)
  if (series !== undefined) return series
  const copies = scope.naming.copies()
  const items: Value[] = []
  const add = (value: Value): boolean => {
    const each = inner(scope, copies(items.length))
    each.locals.set(expression.variable.text, value)
    const item = session.evaluate(expression.element, each)
    items.push(item)
    return item.kind !== 'error'
  }
  if (to === undefined) {
    if (from.kind === 'list') {
      for (const item of from.items) if (!add(item)) return failed
      return { kind: 'list', items }
    }
    session.report(types.typeMismatch({ what: '`for`', needed: 'a list, or a range such as `0..n`', found: describe(from) }, { span: expression.from.span }))
    return failed
  }
  for (const [value, node] of [[from, expression.from], [to, expression.to ?? expression.from]] as const) {
    if (isInteger(value)) continue
    session.report(types.typeMismatch({ what: 'a range', needed: 'an int', found: describe(value) }, { span: node.span }))
    return failed
  }
  if (isInteger(from) && isInteger(to)) for (let index = from.value; index < to.value; index++) if (!add(integer(index))) return failed
  return { kind: 'list', items }
}

/** A list whose length is known only where the block is applied: its element is worked out once, for all. */
function seriesOf(session: Session, expression: ast.Comprehension, from: Value, to: Value | undefined, scope: Scope): Value | undefined {
  const over = (variable: Value, length: Dimension): Value => {
    const each = inner(scope, scope.naming.copies()(0))
    each.locals.set(expression.variable.text, variable)
    const element = session.evaluate(expression.element, each)
    return element.kind === 'error' ? failed : { kind: 'series', element, length }
  }
  if (to === undefined) {
    if (from.kind === 'series') return over(from.element, from.length)
    return from.kind === 'open' && from.type === 'any' ? over(from, unknownDimension()) : undefined
  }
  const [first, end] = [dimensionOf(from), dimensionOf(to)]
  if (first === undefined || end === undefined || (from.kind !== 'symbolic' && to.kind !== 'symbolic')) return undefined
  return over(ofDimension(unknownDimension()), subtract(end, first))
}

// ── control ──

function condition(session: Session, expression: ast.IfExpression, scope: Scope): Value {
  const decided = session.evaluate(expression.condition, scope)
  if (decided.kind === 'error') return failed
  if (decided.kind === 'condition' || (decided.kind === 'open' && decided.type === 'any')) {
    return undecided(session, expression, scope, decided.kind === 'condition' ? decided.fact : { kind: 'open' })
  }
  if (decided.kind !== 'boolean') {
    const help = decided.kind === 'tensor' ? { help: 'the graph is fixed at compile time; use `where(c, a, b)` to choose by value' } : {}
    session.report(types.typeMismatch({ what: 'a condition', needed: 'a bool', found: describe(decided) }, { span: expression.condition.span, ...help }))
    return failed
  }
  if (decided.value) return evaluateBody(session, expression.then, inner(scope))
  if (expression.otherwise !== undefined) return evaluateBody(session, expression.otherwise, inner(scope))
  session.report(types.missingValue({ what: 'this `if`, whose condition is false here,' }, { span: expression.span, help: 'add an `else`' }))
  return failed
}

/** Both branches, each where its condition holds. */
function undecided(session: Session, { then: yes, otherwise: no, span }: ast.IfExpression, scope: Scope, fact: Fact): Value {
  const branch = (body: ast.Body, holds: Fact): Case => ({
    value: session.assuming([holds], () => evaluateBody(session, body, inner(scope))), assumed: [...session.assumed, holds],
  })
  const first = branch(yes, fact)
  if (no !== undefined) return join(first, branch(no, { kind: 'not', fact }))
  session.report(types.missingValue({ what: 'this `if`, where its condition is false,' }, { span, help: 'add an `else`' }))
  return failed
}

function repeat(session: Session, expression: ast.RepeatExpression, scope: Scope): Value {
  const count = session.evaluate(expression.count, scope)
  if (count.kind === 'error') return failed
  if (count.kind === 'symbolic' || (count.kind === 'open' && count.type === 'any')) {
    const block = session.evaluate(expression.block, named(scope, scope.naming.copies()(0)))
    return block.kind === 'error' ? failed : { kind: 'chain', stages: [block], open: true }
  }
  if (!isInteger(count)) {
    session.report(types.typeMismatch({ what: '`repeat`', needed: 'an int', found: describe(count) }, { span: expression.count.span }))
    return failed
  }
  if (count.value < 0) {
    session.report(types.outOfRange({ what: 'the count of `repeat`', needed: 'at least 0', found: String(count.value) }, { span: expression.count.span }))
    return failed
  }
  const copies = scope.naming.copies()
  const stages: Value[] = []
  for (let index = 0; index < count.value; index++) {
    const naming = copies(index)
    const block = session.evaluate(expression.block, named(scope, naming))
    if (block.kind === 'error') return failed
    if (block.kind !== 'block' && block.kind !== 'chain') {
      session.report(types.typeMismatch({ what: '`repeat`', needed: 'a block', found: describe(block) }, { span: expression.block.span }))
      return failed
    }
    // A block that a name stands for is copied too: what is repeated has weights of its own.
    stages.push(block.kind === 'block' ? { ...block, identity: { scope: naming } } : block)
  }
  return { kind: 'chain', stages }
}

function pipe(session: Session, expression: ast.PipeExpression, scope: Scope): Value {
  const value = session.evaluate(expression.value, scope)
  const piped = { value, span: expression.value.span }
  const { stage } = expression
  if (stage.kind === 'call') return call(session, stage, scope, piped)
  const block = session.evaluate(stage, scope)
  return apply(session, block, [piped], stage.span)
}

/** `ceil(a / b)` rounds the quotient up, where `/` alone would have floored it. */
function rounding(session: Session, expression: ast.CallExpression, scope: Scope): Value | undefined {
  const { callee } = expression
  if (callee.kind !== 'name' || (callee.name !== 'ceil' && callee.name !== 'floor') || findLocal(scope, callee.name) !== undefined) return undefined
  const [only, ...others] = expression.arguments
  if (only?.value.kind === 'binary' && only.value.operator === '/' && others.length === 0) {
    const [left, right] = [only.value.left, only.value.right].map((operand) => session.evaluate(operand, scope))
    const quotient = left === undefined || right === undefined ? undefined : rounded(callee.name, left, right)
    if (quotient !== undefined) return quotient
  }
  const values = expression.arguments.map(({ value }) => session.evaluate(value, scope, 'float'))
  if (values.some((value) => value.kind === 'error')) return failed
  const [value] = values
  if (value !== undefined && others.length === 0) {
    if (value.kind === 'number') return integer(Math[callee.name](value.value))
    if (value.kind === 'symbolic') return value
    if (value.kind === 'open' && value.type !== 'block' && value.type !== 'string') return ofDimension(unknownDimension())
  }
  session.report(types.typeMismatch({ what: `\`${callee.name}\``, needed: 'one static number', found: values.map(describe).join(', ') || 'nothing' }, { span: expression.span }))
  return failed
}
