/** What stands in the braces of a block or a branch: `let`s, `param`s, and a value. */
import type * as ast from '../ast.js'
import type { Doc } from './cursor.js'
import { assigned } from './expressions.js'
import { readBraced } from './lists.js'
import type { Braced, Printing } from './nodes.js'
import { typed } from './types.js'

export function printBody(printing: Printing, node: ast.Body): Braced {
  const items = node.result === undefined ? node.statements : [...node.statements, node.result]
  return readBraced(printing, items, (item) => printItem(printing, item), node.statements.length > 0)
}

function printItem(printing: Printing, item: ast.LetStatement | ast.ParamStatement | ast.Expression): Doc {
  if (item.kind === 'let') return printLet(printing, item)
  if (item.kind === 'param') return printParam(printing, item)
  return printing.expression(printing, item)(0)
}

export const printLet = (printing: Printing, { name, value }: ast.LetStatement): Doc => printNamed(printing, 'let', name, value)

/** `let name = value`, `const name = value` */
export function printNamed(printing: Printing, word: string, name: ast.Name, value: ast.Expression): Doc {
  const { cursor } = printing
  const head = [cursor.take(word), ' ', cursor.take(name.text), cursor.space()]
  return [head, assigned(printing, value)(word.length + name.text.length + 2)]
}

/** `param scale: f32[C] = ones` */
function printParam(printing: Printing, { name, type, init }: ast.ParamStatement): Doc {
  const { cursor } = printing
  const head = [cursor.take('param'), ' ', cursor.take(name.text), typed(printing, type)(name.text.length + 6)]
  return init === undefined ? head : [head, cursor.space(), assigned(printing, init)(0)]
}
