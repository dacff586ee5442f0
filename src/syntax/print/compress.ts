/** `compress MODEL { … }` and its budget. */
import type * as ast from '../ast.js'
import { binding } from './binding.js'
import type { Doc } from './cursor.js'
import { printArguments } from './expressions.js'
import { printMethod } from './model.js'
import type { Printing } from './nodes.js'
import { printPath } from './paths.js'
import { plainStatement, settings, type Statement } from './settings.js'

export function printCompress(printing: Printing, { model, settings: nodes }: ast.CompressDeclaration): Statement {
  const { cursor } = printing
  const head = [cursor.take('compress'), ' ', cursor.take(model.text), ' ']
  const block = settings(cursor, nodes, (node) => printSetting(printing, node))
  return { rest: (column) => [head, block(column + model.text.length + 10)] }
}

function printSetting(printing: Printing, node: ast.CompressSetting): Statement {
  const { cursor } = printing
  switch (node.kind) {
    case 'target': return plainStatement([cursor.take('for'), ' ', cursor.take()])
    case 'pass': return printPass(printing, node)
    case 'distill': {
      const head = [cursor.take('distill'), printList(printing, node.arguments)]
      return plainStatement([head, ' ', cursor.take('from'), ' ', cursor.take()])
    }
    case 'keep': return plainStatement([cursor.take('keep'), ' ', printPath(printing, node.path)])
    case 'budget': {
      const word = [cursor.take('budget'), ' ']
      const block = settings(cursor, node.lines, (line) => printLine(printing, line))
      return { rest: (column) => [word, block(column + 7)] }
    }
    default: return node satisfies never
  }
}

const printList = (printing: Printing, list: readonly ast.Argument[]): Doc => (printing.cursor.word === '(' ? printArguments(printing, list) : '')

/** Passes with a method form a table; `cluster(16)` has no second word. */
function printPass(printing: Printing, { pass, method, arguments: list }: Extract<ast.CompressSetting, { kind: 'pass' }>): Statement {
  const { cursor } = printing
  const word = cursor.take(pass.text)
  if (method !== undefined && cursor.word !== '(') return { cells: [{ doc: word, column: 'pass' }], ...plainStatement(printMethod(printing, method)) }
  const head = [word, printList(printing, list)]
  return plainStatement(method === undefined ? head : [head, ' ', printMethod(printing, method)])
}

/** Bounds of the whole file and those of a task's metric are tables of their own. */
function printLine(printing: Printing, { subject, arguments: list, comparison, bound }: ast.BudgetLine): Statement {
  const { cursor } = printing
  const column = subject.length > 1 ? 'metric' : 'whole'
  const cell = { doc: printPath(printing, subject), column, ragged: cursor.word === '(' }
  const head = cell.ragged ? [printArguments(printing, list), ' '] : ''
  const rest = [head, cursor.take(comparison), ' ', printBound(printing, bound)]
  return { cells: [cell], rest: () => rest }
}

function printBound(printing: Printing, bound: ast.BudgetBound): Doc {
  const { cursor } = printing
  switch (bound.kind) {
    case 'value': return printing.expression(printing, bound.value, binding.sum, beginsWithReference(bound.value))(0)
    case 'fraction':
      return [printing.expression(printing, bound.share, binding.sum, beginsWithReference(bound.share))(0), ' ', cursor.take('of'), ' ', cursor.take(bound.of.text)]
    case 'relative': {
      const to = cursor.take(bound.to.text)
      const { sign, offset } = bound
      if (sign === undefined || offset === undefined) return to
      return [to, ' ', cursor.take(sign), ' ', printing.expression(printing, offset, binding.prefix)(0)]
    }
    default: return bound satisfies never
  }
}

/** At the beginning of a bound `dense` and `single` are no values, unless in brackets. */
function beginsWithReference(node: ast.Expression): boolean {
  switch (node.kind) {
    case 'name': return node.name === 'dense' || node.name === 'single'
    case 'binary': return beginsWithReference(node.left)
    case 'call': return beginsWithReference(node.callee)
    case 'member': case 'index': return beginsWithReference(node.object)
    default: return false
  }
}
