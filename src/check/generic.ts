/**
 * A block by itself: its body worked out for all that its signature lets it be applied to, with names in place of
 * sizes. What fails for some sizes is told here, with an example, before anybody applies the block to them.
 */
import * as types from '../diagnostics/types.js'
import type { BlockDeclaration, BlockParameter, Expression, TypeExpression } from '../syntax/ast.js'
import { symbol, unknownDimension } from '../types/dimension.js'
import type { Fact } from '../types/fact.js'
import { evaluateBody } from './body.js'
import { asWith, stating } from './compare.js'
import { toShape } from './dimensions.js'
import type { Module } from './module.js'
import { Naming, snakeCase } from './naming.js'
import { matchResult, staticValue } from './result.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { Signature } from './signature.js'
import { coerce, expectedOf, isTensorType, resolveType, staticTypes, tensorTypes } from './static-types.js'
import { describe, failed, ofDimension, tensor, type Value } from './values.js'

export function checkBlock(session: Session, declaration: BlockDeclaration, module: Module): void {
  if (declaration.extern) return
  const name = declaration.name.text
  session.generically(declaration, () => {
    const scope: Scope = { module, locals: new Map(), naming: new Naming(snakeCase(name)), where: `the body of \`${name}\`` }
    const parameters = [...(declaration.statics ?? []), ...declaration.inputs]
    for (const { type } of parameters) declareDimensions(session, type, scope)
    for (const parameter of parameters) {
      checkDefault(session, name, parameter, scope)
      scope.locals.set(parameter.name.text, valueOf(session, parameter.type, parameter.name.text, scope))
    }
    const facts = declaration.where.flatMap((fact) => factOf(session, fact, scope))
    session.assuming(facts, () => checkBody(session, declaration, scope))
  })
}

/** Names among the dimensions of inputs are declared by being there. */
function declareDimensions(session: Session, type: TypeExpression, scope: Scope): void {
  if (type.kind === 'list') return declareDimensions(session, type.element, scope)
  if (type.kind === 'record') return type.fields.forEach((field) => declareDimensions(session, field.type, scope))
  for (const dimension of type.dimensions ?? []) {
    if (dimension.kind === 'rest') {
      const { text } = dimension.name
      scope.locals.set(text, { kind: 'series', element: ofDimension(unknownDimension()), length: symbol(`${text}.length`), name: text })
    } else for (const name of namesIn(dimension)) if (session.lookUp(scope.module, name)?.declaration.kind !== 'const') scope.locals.set(name, ofDimension(symbol(name)))
  }
}

function namesIn(expression: Expression): readonly string[] {
  if (expression.kind === 'name') return [expression.name]
  if (expression.kind === 'binary') return [expression.left, expression.right].flatMap(namesIn)
  return expression.kind === 'call' ? expression.arguments.flatMap(({ value }) => namesIn(value)) : []
}

function checkDefault(session: Session, block: string, { name, type, default: value }: BlockParameter, scope: Scope): void {
  if (value === undefined) return
  const found = session.evaluate(value, scope, expectedOf(type))
  if (!isTensorType(type)) coerce(session, found, type, scope.module, `\`${name.text}\` of \`${block}\``, value.span)
}

/** What a parameter may be, all at once. */
function valueOf(session: Session, type: TypeExpression, name: string, scope: Scope): Value {
  const resolved = resolveType(session, type, scope.module, [...staticTypes, ...tensorTypes])
  if (resolved === undefined) return failed
  const { type: wanted } = resolved
  if (wanted.kind === 'list') {
    const element = valueOf(session, wanted.element, '', scope)
    return { kind: 'series', element, length: symbol(`${name}.length`), ...(name === '' ? {} : { name }) }
  }
  if (wanted.kind === 'record') {
    return { kind: 'record', fields: new Map(wanted.fields.map((field) => [field.name.text, valueOf(session, field.type, `${name}.${field.name.text}`, scope)])) }
  }
  const dtype = tensorTypes.find((each) => each === wanted.name.text)
  if (dtype === undefined) return staticValue(wanted.name.text, name === '' ? undefined : name)
  const shape = toShape(session, wanted, scope)
  return shape === undefined ? failed : tensor({ kind: 'input', field: name, type: { dtype, shape }, span: type.span })
}

function factOf(session: Session, expression: Expression, scope: Scope): readonly Fact[] {
  const value = session.evaluate(expression, scope)
  if (value.kind === 'condition') return [value.fact]
  if (value.kind !== 'error' && value.kind !== 'boolean' && value.kind !== 'open') {
    session.report(types.typeMismatch({ what: '`where`', needed: 'a bool', found: describe(value) }, { span: expression.span }))
  }
  return []
}

function checkBody(session: Session, declaration: BlockDeclaration, scope: Scope): void {
  const { body, result } = declaration
  if (body === undefined) return
  const value = evaluateBody(session, body, { ...scope, locals: new Map(scope.locals) })
  if (result === undefined) return
  const name = declaration.name.text
  // Also where the body fails: the declared type may have mistakes of its own.
  const match = matchResult(session, new Signature(session, name, scope), result, value, result.span)
  if (match === undefined || value.kind === 'error' || match.verdict.equal !== false) return
  const found = `${describe(value)}${asWith(match.verdict)}`
  session.report(
    types.resultMismatch(
      { block: name, declared: match.declared, found },
      {
        span: result.span,
        related: [{ span: body.result?.span ?? declaration.name.span, message: `this is ${describe(value)}` }],
        ...stating(declaration, match.verdict),
      },
    ),
  )
}
