/** How tight the forms of expressions bind. */
import type * as ast from '../ast.js'

export const binding = { pipe: 0, or: 1, and: 2, comparison: 3, sum: 4, product: 5, prefix: 6, repeat: 7, postfix: 8 } as const

export const operators: Readonly<Record<ast.BinaryOperator, number>> = {
  '||': binding.or,
  '&&': binding.and,
  '==': binding.comparison,
  '!=': binding.comparison,
  '<': binding.comparison,
  '<=': binding.comparison,
  '>': binding.comparison,
  '>=': binding.comparison,
  '+': binding.sum,
  '-': binding.sum,
  '*': binding.product,
  '/': binding.product,
  '%': binding.product,
}

export function bindingOf(node: ast.Expression): number {
  if (node.kind === 'pipe') return binding.pipe
  if (node.kind === 'binary') return operators[node.operator]
  if (node.kind === 'unary') return binding.prefix
  return node.kind === 'repeat' ? binding.repeat : binding.postfix
}
