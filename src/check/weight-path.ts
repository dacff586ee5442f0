import * as types from '../diagnostics/types.js'
import { covers } from '../ir/path.js'
import type { Name } from '../syntax/ast.js'
import type { CheckedModel } from './model.js'
import { nearest, type Session } from './session.js'

export const writtenPath = (path: readonly Name[]): string => path.map(({ text }) => text).join('.')

/** Some weight of the model must be of the path, or below it. */
export function checkWeightPath(session: Session, path: readonly Name[], { weights, sound }: CheckedModel): void {
  const name = writtenPath(path)
  const [first, last] = [path[0]?.span, path.at(-1)?.span]
  // A model that has errors may lack some of its weights.
  if (first === undefined || last === undefined || !sound || weights.some((weight) => covers(name, weight))) return
  const prefixes = new Set(weights.flatMap((weight) => weight.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))))
  session.report(types.unknownName({ name, what: 'block with weights', ...nearest(name, prefixes) }, { span: { ...first, end: last.end } }))
}
