/** The body of a block or of a branch. */
import * as types from '../diagnostics/types.js'
import type { Body } from '../syntax/ast.js'
import { Naming } from './naming.js'
import { parameter } from './parameter.js'
import { named, type Scope } from './scope.js'
import type { Session } from './session.js'
import { failed, type Value } from './values.js'

/** `let`s and `param`s in order, then the value. Their names are claimed before any block of the body is named. */
export function evaluateBody(session: Session, body: Body, scope: Scope): Value {
  const seen = new Map<string, string>()
  for (const { name } of body.statements) {
    if (seen.has(name.text)) session.report(types.duplicateName({ name: name.text, where: scope.where }, { span: name.span }))
    else seen.set(name.text, scope.naming.claim(name.text))
  }
  const later = new Set(body.statements.map(({ name }) => name.text))
  const here: Scope = { ...scope, later: scope.later === undefined ? [later] : [...scope.later, later] }
  for (const statement of body.statements) {
    const path = seen.get(statement.name.text) ?? statement.name.text
    const value = statement.kind === 'let'
      ? session.evaluate(statement.value, named(here, new Naming(path)))
      : parameter(session, statement, here, path)
    later.delete(statement.name.text)
    here.locals.set(statement.name.text, value)
  }
  if (body.result !== undefined) return session.evaluate(body.result, here)
  session.report(types.missingValue({ what: scope.where }, { span: { ...body.span, start: Math.max(body.span.start, body.span.end - 1) } }))
  return failed
}
