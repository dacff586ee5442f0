/** `train MODEL { … }` */
import type * as ast from '../ast.js'
import { printArguments } from './expressions.js'
import { layCommas } from './lists.js'
import { flatWidth } from './measure.js'
import { printMethod, printSelect } from './model.js'
import type { Printing } from './nodes.js'
import { printPath } from './paths.js'
import { plainStatement, settings, type Cell, type Statement } from './settings.js'

export function printTrain(printing: Printing, { model, settings: nodes }: ast.TrainDeclaration): Statement {
  const { cursor } = printing
  const head = [cursor.take('train'), ' ', cursor.take(model.text), ' ']
  const block = settings(cursor, nodes, (node) => printSetting(printing, node))
  return { rest: (column) => [head, block(column + model.text.length + 7)] }
}

/** The weights of the model form a column. */
const printMapped = (printing: Printing, { path }: ast.MappedWeights): Statement => {
  const cell = { doc: printPath(printing, path), column: 'path' }
  return { cells: [cell], ...plainStatement([printing.cursor.take('from'), ' ', printing.cursor.take()]) }
}

function printSetting(printing: Printing, node: ast.TrainSetting): Statement {
  const { cursor } = printing
  if (node.kind === 'select') return plainStatement(printSelect(printing, node))
  const word = cursor.take(node.name.text)
  const cells: Cell[] = [{ doc: word, column: 'word' }]
  switch (node.kind) {
    case 'value': return { cells, rest: printing.expression(printing, node.value) }
    case 'method': return { cells, ...plainStatement(printMethod(printing, node.method)) }
    case 'paths': {
      const factor = node.factor === undefined ? '' : [printing.expression(printing, node.factor)(0), ' ', cursor.take('for'), ' ']
      const paths = layCommas(cursor, node.paths, (path) => printPath(printing, path))
      return { cells, ...plainStatement([factor, paths]) }
    }
    case 'from': {
      const list = cursor.word === '(' ? printArguments(printing, node.arguments) : ''
      const head = [word, list, ' ', cursor.take('from'), ' ', cursor.take()]
      if (node.mapping === undefined) return plainStatement(head)
      const block = settings(cursor, node.mapping, (mapped) => printMapped(printing, mapped))
      return { rest: (column) => [head, ' ', block(column + flatWidth(head, cursor.width) + 1)] }
    }
    default: return node satisfies never
  }
}
