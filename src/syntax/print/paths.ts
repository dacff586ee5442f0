/** Paths of weights. */
import type * as ast from '../ast.js'
import type { Doc } from './cursor.js'
import type { Printing } from './nodes.js'

/** `trunk.stage1.0.conv`, in which `0.1` may be one token. */
export function printPath({ cursor }: Printing, path: ast.WeightPath): Doc {
  const docs: Doc[] = []
  const [first, last] = [path[0]?.span, path.at(-1)?.span]
  // Behind a comment `.1` would be read as a number.
  const apart = first !== undefined && last !== undefined && cursor.hasComments({ ...first, end: last.end }) ? ' ' : ''
  for (const { span } of path) while (!cursor.isPast(span)) docs.push(docs.length === 0 ? '' : apart, cursor.take())
  return docs
}
