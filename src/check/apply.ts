/** Blocks are called and applied: arguments are bound, signatures unified, bodies worked out. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { BlockParameter, CallExpression } from '../syntax/ast.js'
import { bind, expectations, reportMissing, type Given } from './arguments.js'
import { evaluateBody } from './body.js'
import { applyExtern } from './extern.js'
import { Naming, snakeCase } from './naming.js'
import { staticFunctions } from './operators.js'
import type { Scope } from './scope.js'
import { describeInputs, type Session } from './session.js'
import { shapeRules } from './shape-rules/index.js'
import { Signature } from './signature.js'
import { expectedOf, isTensorType } from './static-types.js'
import { describe, failed, holdsTensors, type BlockValue, type Value } from './values.js'

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
  if (!isBlock) return apply(session, block, all, expression.span)

  const { declaration, module } = block
  const name = declaration.name.text
  if (declaration.extern && all.length > 0 && all.every((each) => each.value.kind === 'number' && each.name === undefined)) {
    const result = staticFunctions.get(name)?.(all.flatMap(({ value }) => (value.kind === 'number' ? [value] : [])))
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
  const stages = block.kind === 'chain' ? block.stages : block.kind === 'list' ? block.items : []
  const isChain = block.kind === 'chain' || (block.kind === 'list' && stages.every((stage) => stage.kind === 'block' || stage.kind === 'chain'))
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
  for (const stage of stages) {
    value = apply(session, stage, [{ value, span: input.span }], span)
    if (value.kind === 'error') return failed
  }
  return value
}

function applyBlock(session: Session, block: BlockValue, given: readonly Given[], span: Span): Value {
  const { declaration, module } = block
  const name = declaration.name.text
  if (!session.mayEnter(name, span)) return failed
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

  const inputs = declaration.inputs.flatMap((input) => values.get(input.name.text) ?? [])
  const value = session.within({ block: name, span, inputs: describeInputs(inputs) }, () =>
    declaration.body === undefined ? failed : evaluateBody(session, declaration.body, { ...statics, locals: new Map(statics.locals) }),
  )
  if (value.kind === 'error' || declaration.result === undefined) return value
  const { result } = declaration
  const match = signature.matches(result, value, span)
  if (match === undefined) return failed
  if (match.fits) return value
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
    if (holds.kind === 'boolean' && holds.value) continue
    if (holds.kind !== 'boolean') {
      session.report(types.typeMismatch({ what: '`where`', needed: 'a bool', found: describe(holds) }, { span: fact.span }))
      return false
    }
    const text = session.text(fact.span)
    const words = new Set(text.match(/[A-Za-z_]\w*/g))
    const values = [...words].flatMap((word) => {
      const value = scope.locals.get(word)
      return typeof value === 'object' && value.kind === 'number' ? [`\`${word}\` = ${value.value}${solved.has(word) ? ` by ${solved.get(word)?.from ?? ''}` : ''}`] : []
    })
    session.report(types.factViolated({ block: declaration.name.text, fact: text, values: values.join(' and ') }, { span }))
    return false
  }
  return true
}
