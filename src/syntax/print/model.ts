/** `model NAME on DATA { … }` */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { printLet } from './bodies.js'
import type { Doc } from './cursor.js'
import { assigned, printArguments } from './expressions.js'
import { layCommas } from './lists.js'
import { flatWidth } from './measure.js'
import type { Printing } from './nodes.js'
import { plainStatement, settings, type Cell, type Statement } from './settings.js'

const { group, indent, join, line } = builders

export function printModel(printing: Printing, { name, data, statements }: ast.ModelDeclaration): Statement {
  const { cursor } = printing
  const head = [cursor.take('model'), ' ', cursor.take(name.text), ' ', cursor.take('on'), ' ', cursor.take(data.text), ' ']
  const block = settings(cursor, statements, (node) => printStatement(printing, node))
  return { rest: (column) => [head, block(column + name.text.length + data.text.length + 11)] }
}

function printStatement(printing: Printing, node: ast.ModelStatement): Statement {
  switch (node.kind) {
    case 'let': return plainStatement(printLet(printing, node))
    case 'share': return plainStatement(printShare(printing, node))
    case 'task': return printTask(printing, node)
    case 'select': return plainStatement(printSelect(printing, node))
    default: return node satisfies never
  }
}

/** `hard`, `mmoe(experts = 4)` */
export function printMethod(printing: Printing, { name, arguments: list }: ast.Method): Doc {
  const { cursor } = printing
  return [cursor.take(name.text), cursor.word === '(' ? printArguments(printing, list) : '']
}

export function printSelect(printing: Printing, { by }: ast.SelectStatement): Doc {
  const { cursor } = printing
  return [cursor.take('select'), ' ', cursor.take('tasks'), ' ', cursor.take('by'), ' ', printMethod(printing, by)]
}

function printShare(printing: Printing, { scheme, name, tasks, value }: ast.ShareStatement): Doc {
  const { cursor } = printing
  const head = [cursor.take('share'), ' ', printMethod(printing, scheme), ' ', cursor.take(name.text)]
  const some = tasks === undefined ? '' : [' ', cursor.take('for'), ' ', layCommas(cursor, tasks, (task) => cursor.take(task.text))]
  const before = [head, some, cursor.space()]
  return [before, assigned(printing, value)(flatWidth(before, cursor.width))]
}

function printTask(printing: Printing, node: ast.TaskStatement): Statement {
  const { cursor } = printing
  const name = [cursor.take('task'), ' ', cursor.take(node.name.text)]
  if (cursor.word === '=' && node.predict !== undefined) {
    const cells: Cell[] = [{ doc: name, column: 'task' }]
    return { cells, rest: assigned(printing, node.predict) }
  }
  const block = settings(cursor, taskSettings(printing, node), (setting) => setting())
  return { cells: [{ doc: name, column: 'task', ragged: true }], rest: (column) => [' ', block(column + 1)] }
}

/** One after the other as the file has them: the tree does not keep their order. */
function* taskSettings(printing: Printing, { predict, loss, weight, metrics = [] }: ast.TaskStatement): Generator<() => Statement> {
  const { cursor } = printing
  const word = (text: string): readonly Cell[] => [{ doc: cursor.take(text), column: 'word' }]
  let next = 0
  while (cursor.word !== '}') {
    if (cursor.word === 'predict' && predict !== undefined) yield () => ({ cells: word('predict'), rest: printing.expression(printing, predict) })
    else if (cursor.word === 'weight' && weight !== undefined) yield () => ({ cells: word('weight'), rest: printing.expression(printing, weight) })
    else if (cursor.word === 'loss' && loss !== undefined) yield () => ({ cells: word('loss'), ...plainStatement(printMethod(printing, loss)) })
    else {
      yield () => {
        const cells = word('metric')
        const docs: Doc[] = []
        for (let more = true; more; ) {
          const method = metrics[next++]
          if (method === undefined) throw new Error('the formatter found a metric that the tree does not hold')
          // A line may end behind a comma only.
          const lead = docs.length === 0 ? '' : cursor.leading()
          const doc = printMethod(printing, method)
          more = cursor.commaBefore(metrics[next]?.span)
          docs.push([lead, doc, more ? cursor.take(',') : ''])
        }
        return { cells, ...plainStatement(group(indent(join(line, docs)))) }
      }
    }
  }
}
