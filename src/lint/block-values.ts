/** Which values are blocks that wait to be applied, by the looks of the tree. */
import type { Expression } from '../syntax/ast.js'
import type { Names } from './names.js'

/** `Dense(4)`, `repeat(2) Residual(8)`, `MLP`: nothing in it is a tensor, and its name is that of a block with weights of its own. */
export function isBlockValue(expression: Expression, names: Names): boolean {
  if (expression.kind === 'repeat') return true
  if (expression.kind === 'name') return isBlock(expression.name, expression, names)
  if (expression.kind !== 'call' || expression.callee.kind !== 'name' || !isBlock(expression.callee.name, expression.callee, names)) return false
  return expression.arguments.every(({ value }) => isStatic(value, names))
}

/** Blocks are PascalCase; functions, which have no weights of their own, are not. */
function isBlock(name: string, expression: Expression, names: Names): boolean {
  const meaning = names.meaning(expression)
  return /^[A-Z]/.test(name) && (meaning === undefined ? names.isCore(expression) : meaning.kind === 'block' || meaning.kind === 'import')
}

const staticNames: ReadonlySet<string> = new Set(['const', 'static', 'dimension', 'variable'])
const literals: ReadonlySet<string> = new Set(['number', 'quantity', 'string', 'boolean'])

function isStatic(value: Expression, names: Names): boolean {
  if (value.kind === 'name') return staticNames.has(names.meaning(value)?.kind ?? '')
  return literals.has(value.kind) || (value.kind === 'list' && value.items.every((item) => isStatic(item, names)))
}
