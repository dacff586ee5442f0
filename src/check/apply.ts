/** Blocks are called and applied: arguments are bound, signatures unified, bodies worked out. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BlockParameter, CallExpression } from '../syntax/ast.js'
import { formatDimension } from '../types/dimension.js'
import { counterexample, formatAssignment } from '../types/fact.js'
import { bind, expectations, reportMissing, type Given } from './arguments.js'
import { evaluateBody } from './body.js'
import { stateFact, unknownShape } from './compare.js'
import { applyExtern } from './extern.js'
import { join } from './join.js'
import { Naming, snakeCase } from './naming.js'
import { staticFunctions } from './operators.js'
import { declaredValue, matchResult } from './result.js'
import type { Scope } from './scope.js'
import { describeInputs, type Session } from './session.js'
import { shapeRules } from './shape-rules/index.js'
import { Signature } from './signature.js'
import { expectedOf, isTensorType } from './static-types.js'
import { describe, dimensionOf, failed, holdsTensors, shownDimension, tensor, type BlockValue, type Value } from './values.js'

interface Piped {
  readonly value: Value
  readonly span: Span
}

const parametersOf = ({ declaration }: BlockValue): readonly BlockParameter[] => declaration.statics ?? declaration.inputs

/** `callee(arguments)`, or `piped |> callee(arguments)`. */
export function call(session: Session, expression: CallExpression, scope: Scope, piped?: Piped): Value {
  const block = session.evaluate(expression.callee, scope)
  const isBlock = block.kind === 'block'
  const names = expression.arguments.map(({ name }) => name?.text)
  const filled = isBlock && block.declaration.statics === undefined && piped !== undefined ? 1 : 0
  const expected = isBlock ? expectations(parametersOf(block), block.bound, names, filled) : []
  const given = expression.arguments.map(({ name, value, span }, index): Given => ({
    ...(name === undefined ? {} : { name }), value: session.evaluate(value, scope, expected[index]), span,
  }))
  if (block.kind === 'error' || piped?.value.kind === 'error' || given.some(({ value }) => value.kind === 'error')) return failed
  const all: readonly Given[] = piped === undefined ? given : [piped, ...given]
  if (block.kind === 'open' && piped === undefined && !given.some(({ value }) => holdsTensors(value))) return block
  if (!isBlock) return apply(session, block, all, expression.span)

  const { declaration, module } = block
  const name = declaration.name.text
  if (declaration.extern && all.length > 0 && all.every((each) => each.name === undefined)) {
    const result = staticFunctions.get(name)?.(all.map(({ value }) => value))
    if (result !== undefined) return result
  }
  if (declaration.statics !== undefined) {
    // The first list is static: with tensors among the arguments, a call is the second.
    const tensors = given.filter(({ value }) => holdsTensors(value))
    const [first] = tensors
    if (first !== undefined && tensors.length < given.length && block.bound.size === 0) {
      const help = `settings and tensors stand in two lists: \`${name}(…)(x)\`, or \`x |> ${name}(…)\``
      session.report(types.typeMismatch({ what: `the first list of \`${name}\``, needed: 'settings alone', found: describe(first.value) }, { span: first.span, help }))
      return failed
    }
    if (first !== undefined) return apply(session, block, all, expression.span)
    const bound = bind(session, name, declaration.statics, block.bound, given, module, expression.span)
    if (bound === undefined) return failed
    // `c()` of a block that a name stands for is that block.
    const value: BlockValue = given.length === 0 ? block : { ...block, bound, identity: { scope: scope.naming } }
    return piped === undefined ? value : apply(session, value, [piped], expression.span)
  }
  const [first, ...others] = declaration.inputs.filter((parameter) => !block.bound.has(parameter.name.text))
  const supplied = given.some((each) => each.name?.text === first?.name.text) || given.some((each) => each.name === undefined && holdsTensors(each.value))
  if (piped === undefined && first !== undefined && isTensorType(first.type) && !supplied) {
    // A function without its tensor waits for it: `let act = leaky_relu(slope = 0.1)`.
    const bound = bind(session, name, others, block.bound, given, module, expression.span)
    return bound === undefined ? failed : { ...block, bound, identity: { scope: scope.naming } }
  }
  return apply(session, block, all, expression.span)
}

/** Applies a block, or blocks in turn, to its inputs. */
export function apply(session: Session, block: Value, given: readonly Given[], span: Span): Value {
  if (block.kind === 'error' || given.some(({ value }) => value.kind === 'error')) return failed
  if (block.kind === 'block') return applyBlock(session, block, given, span)
  if (block.kind === 'open') return block.type === 'block' ? anyTensor(span) : block
  const stages = block.kind === 'chain' ? block.stages : block.kind === 'list' ? block.items : block.kind === 'series' ? [block.element] : []
  const isChain = block.kind === 'chain' || ((block.kind === 'list' || block.kind === 'series') && stages.every(isStage))
  const [input, second] = given
  if (!isChain || input === undefined || input.name !== undefined) {
    session.report(types.notApplicable({ found: describe(block) }, { span }))
    return failed
  }
  if (second !== undefined) {
    session.report(types.tooManyArguments({ of: 'a stack of blocks', most: 1, found: given.length }, { span: second.span }))
    return failed
  }
  let { value } = input
  const through = (before: Value): Value => stages.reduce((now, stage) => apply(session, stage, [{ value: now, span: input.span }], span), before)
  if (block.kind === 'list' || (block.kind === 'chain' && block.open !== true)) return through(value)
  // How often is not known: what once and twice give says what each time more would.
  for (let times = 0; times < 2; times++) {
    const once = through(value)
    if (once.kind === 'error') return failed
    // A list of stages has one at least, or it would not be written; `repeat` may be of none.
    value = times === 0 && block.kind === 'series' ? once : join({ value, assumed: [] }, { value: once, assumed: [] })
  }
  return value
}

const isStage = (value: Value): boolean => value.kind === 'block' || value.kind === 'chain' || (value.kind === 'open' && value.type === 'block')

/** What a block gives of which nothing is known. */
const anyTensor = (span: Span): Value => tensor({ kind: 'input', field: '', type: { dtype: 'f32', shape: unknownShape() }, span })

function applyBlock(session: Session, block: BlockValue, given: readonly Given[], span: Span): Value {
  const { declaration, module } = block
  const name = declaration.name.text
  if (!session.mayEnter(name, span)) return failed
  if (session.generic === undefined && session.isBroken(declaration)) return failed
  const isFunction = declaration.statics === undefined
  const bound = bind(session, name, declaration.inputs, isFunction ? block.bound : new Map(), given, module, span)
  if (bound === undefined) return failed

  const path = (block.identity.path ??= block.identity.scope.claim(snakeCase(name)))
  const naming = new Naming(path)
  const where = `the body of \`${name}\``
  const statics: Scope = { module, locals: new Map(), naming, where }
  const values = new Map<string, Value>()
  const given2 = new Map([...(isFunction ? [] : block.bound), ...bound])
  for (const parameter of [...(declaration.statics ?? []), ...declaration.inputs]) {
    const key = parameter.name.text
    const value = given2.get(key)?.value ?? defaultOf(session, name, parameter, statics, span)
    if (value === undefined || value.kind === 'error') return failed
    values.set(key, value)
    if (!isTensorType(parameter.type)) statics.locals.set(key, value)
  }

  const signature = new Signature(session, name, statics)
  const rule = declaration.extern ? shapeRules.get(name) : undefined
  for (const { name: input, type } of declaration.inputs) {
    const value = values.get(input.text)
    if (value === undefined || (rule !== undefined && isTensorType(type))) continue
    signature.unify(type, value, input.text, given2.get(input.text)?.span ?? span)
  }
  if (!signature.settle(span)) return failed
  for (const [key, value] of values) statics.locals.set(key, value)
  if (!checkFacts(session, block, signature, span)) return failed
  if (declaration.extern) return applyExtern({ session, declaration, values, signature, rule, path, span })

  // Where a block is checked by itself, the others keep what their signatures say.
  if (session.generic !== undefined && declaration.result !== undefined) return declaredValue(session, signature, declaration.result, span)

  const inputs = declaration.inputs.flatMap((input) => values.get(input.name.text) ?? [])
  const value = session.within({ block: name, span, inputs: describeInputs(inputs) }, () =>
    declaration.body === undefined ? failed : evaluateBody(session, declaration.body, { ...statics, locals: new Map(statics.locals) }),
  )
  if (value.kind === 'error' || declaration.result === undefined) return value
  const { result } = declaration
  const match = matchResult(session, signature, result, value, span)
  if (match === undefined) return failed
  if (match.verdict.equal !== false) return value
  const body = declaration.body?.result?.span ?? declaration.name.span
  session.within({ block: name, span, inputs: describeInputs(inputs) }, () =>
    session.report(
      types.resultMismatch(
        { block: name, declared: match.declared, found: describe(value) },
        { span: result.span, related: [{ span: body, message: `this is ${describe(value)}` }] },
      ),
    ),
  )
  return failed
}

/** A parameter's default, which may use the parameters before it. */
function defaultOf(session: Session, of: string, parameter: BlockParameter, scope: Scope, span: Span): Value | undefined {
  if (parameter.default === undefined) {
    reportMissing(session, of, parameter, span)
    return undefined
  }
  const value = session.evaluate(parameter.default, scope, expectedOf(parameter.type))
  if (isTensorType(parameter.type) || value.kind === 'error') return value
  const bound = bind(session, of, [parameter], new Map(), [{ value, span: parameter.default.span }], scope.module, parameter.span)
  return bound?.get(parameter.name.text)?.value
}

/** What the signature states after `where`. */
function checkFacts(session: Session, { declaration }: BlockValue, { scope, solved }: Signature, span: Span): boolean {
  for (const fact of declaration.where) {
    const holds = session.evaluate(fact, scope)
    if (holds.kind === 'error') return false
    if (holds.kind === 'open' || (holds.kind === 'boolean' && holds.value)) continue
    const example = holds.kind === 'condition' ? counterexample(holds.fact, session.assumed) : undefined
    if (holds.kind === 'condition' && example === undefined) continue
    if (holds.kind !== 'boolean' && holds.kind !== 'condition') {
      session.report(types.typeMismatch({ what: '`where`', needed: 'a bool', found: describe(holds) }, { span: fact.span }))
      return false
    }
    const text = session.text(fact.span)
    const words = new Set(text.match(/[A-Za-z_]\w*/g))
    const values = [...words].flatMap((word) => {
      const value = scope.locals.get(word)
      const shown = typeof value === 'object' ? shownNumber(value) : undefined
      return shown === undefined ? [] : [`\`${word}\` = ${shown}${solved.has(word) ? ` by ${solved.get(word)?.from ?? ''}` : ''}`]
    })
    const shown = `${values.join(' and ')}${example === undefined ? '' : `, as with ${formatAssignment(example)}`}`
    session.report(types.factViolated({ block: declaration.name.text, fact: text, values: shown }, { span, ...statingFact(session, holds) }))
    return false
  }
  return true
}

/** A number, or a list of them. */
function shownNumber(value: Value): string | undefined {
  const dimension = dimensionOf(value)
  if (dimension !== undefined) return shownDimension(dimension)
  if (value.kind === 'list' && value.items.length > 0) {
    const items = value.items.map(shownNumber)
    return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined
  }
  return value.kind === 'number' ? String(value.value) : undefined
}

/** For a block that is checked by itself: the fact that its own signature could state. */
function statingFact(session: Session, holds: Value): ReturnType<typeof stateFact> {
  if (session.generic === undefined || holds.kind !== 'condition' || holds.fact.kind !== 'compare') return {}
  const { left, operator, right } = holds.fact
  return stateFact(session.generic, `${formatDimension(left)} ${operator} ${formatDimension(right)}`, [left, right])
}
