/** `param scale: f32[C] = ones`: a learnable tensor. */
import * as types from '../diagnostics/types.js'
import type { Expression, ParamStatement } from '../syntax/ast.js'
import { formatType } from '../types/tensor.js'
import { tensorType } from './dimensions.js'
import type { Scope } from './scope.js'
import { listed, type Session } from './session.js'
import type { TypedExpression } from './typed.js'
import { describe, failed, tensor, type Value } from './values.js'

type Init = Extract<TypedExpression, { kind: 'parameter' }>['init']

const inits = ['zeros', 'ones', 'normal'] as const

export function parameter(session: Session, statement: ParamStatement, scope: Scope, path: string): Value {
  const type = tensorType(session, statement.type, scope)
  const init = statement.init === undefined ? 'zeros' : initOf(session, statement.init, scope)
  if (type === undefined || init === undefined) return failed
  if (type.dtype !== 'f32') {
    session.report(types.typeMismatch({ what: 'a `param`', needed: 'a tensor of f32', found: formatType(type) }, { span: statement.type.span }))
    return failed
  }
  session.claimWeights(path, { description: formatType(type), span: statement.span })
  return tensor({ kind: 'parameter', path, init, type, span: statement.span })
}

function initOf(session: Session, expression: Expression, scope: Scope): Init | undefined {
  const word = expression.kind === 'name' ? inits.find((each) => each === expression.name) : undefined
  if (word !== undefined) return word
  const value = session.evaluate(expression, scope, 'float')
  if (value.kind === 'number') return value.value
  // What it is stays open where the block is only checked; nothing is trained there.
  if (value.kind === 'symbolic' || value.kind === 'open') return 0
  if (value.kind !== 'error') {
    session.report(types.typeMismatch({ what: 'the start of a `param`', needed: `${listed(inits)}, or a number`, found: describe(value) }, { span: expression.span }))
  }
  return undefined
}
