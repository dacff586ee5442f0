/** `select tasks by affinity(max_groups = 2)`, in a model or in its training. */
import * as tasks from '../diagnostics/tasks.js'
import type { SelectStatement } from '../syntax/ast.js'
import { selectors } from './methods/schemes.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { checkMethod } from './settings.js'
import type { TypedMethod } from './typed.js'

/** `count` tasks are to be divided; undefined where that is not known. */
export function checkSelect(session: Session, { by }: SelectStatement, scope: Scope, count: number | undefined): TypedMethod | undefined {
  const method = checkMethod(session, 'selection of tasks', by, selectors, scope)
  const groups = Number(method?.arguments['max_groups'])
  if (count !== undefined && count > 0 && groups > count) session.report(tasks.tooManyGroups({ groups, tasks: count }, { span: by.span }))
  return method
}
