/** `data NAME { … }` */
import type * as ast from '../ast.js'
import type { Cursor, Doc } from './cursor.js'
import { layBraced, layCommas, readBraced } from './lists.js'
import type { Printing } from './nodes.js'
import { plainStatement, settings, type Cell, type Statement } from './settings.js'
import { printType } from './types.js'
import { binding } from './binding.js'

export function printData(printing: Printing, { name, settings: nodes }: ast.DataDeclaration): Statement {
  const { cursor } = printing
  const head = [cursor.take('data'), ' ', cursor.take(name.text), ' ']
  const block = settings(cursor, nodes, (node) => printSetting(printing, node))
  return { rest: (column) => [head, block(column + name.text.length + 6)] }
}

/** The first word of a line, in one column with the others of its kind. */
const word = (cursor: Cursor, text: string): Cell => ({ doc: cursor.take(text), column: 'word' })

function printSetting(printing: Printing, node: ast.DataSetting): Statement {
  const { cursor } = printing
  switch (node.kind) {
    case 'source': {
      const cells = [word(cursor, 'source')]
      if (node.role !== undefined) cells.push({ doc: cursor.take(node.role.text), column: 'role' })
      const location = cursor.take()
      return { cells, rest: () => location }
    }
    case 'split': return printSplit(printing, node)
    case 'field': return printField(printing, node)
    case 'sample_weight': {
      const cells = [word(cursor, 'weight')]
      const column = cursor.take()
      return { cells, rest: () => column }
    }
    case 'normalize': return plainStatement(printNormalize(printing, node))
    case 'augment': return plainStatement(printAugment(printing, node))
    case 'skip': return plainStatement([cursor.take('skip'), ' ', cursor.take('bad'), ' ', cursor.take('rows')])
    default: return node satisfies never
  }
}

/** `train 80%, validation 10% of train, by group user, seed 7`, in the order of the file. */
function printSplit(printing: Printing, { parts, by, seed }: ast.SplitSetting): Statement {
  const { cursor } = printing
  const cells = [word(cursor, 'split')]
  const items: { readonly start: number; readonly print: () => Doc }[] = parts.map(({ part, share, of, span }) => ({
    start: span.start,
    print: () => [
      cursor.take(part.text), ' ', printing.expression(printing, share)(0),
      of === undefined ? '' : [' ', cursor.take('of'), ' ', cursor.take(of.text)],
    ],
  }))
  if (by !== undefined) {
    items.push({ start: by.span.start, print: () => [cursor.take('by'), ' ', cursor.take(by.kind), ' ', cursor.take()] })
  }
  if (seed !== undefined) {
    items.push({ start: seed.span.start, print: () => [cursor.take('seed'), ' ', printing.expression(printing, seed)(0)] })
  }
  const doc = layCommas(cursor, items.toSorted((a, b) => a.start - b.start), ({ print }) => print())
  return { cells, rest: () => doc }
}

function printField(printing: Printing, { role, name, type, from }: ast.FieldSetting): Statement {
  const { cursor } = printing
  const cells: Cell[] = [word(cursor, role), { doc: [cursor.take(name.text), cursor.take(':')], column: role }]
  const placed = printType(printing, type)
  const column = from === undefined ? '' : [' ', cursor.take('from'), ' ', cursor.take()]
  return { cells, rest: (at) => [placed(at), column] }
}

function printNormalize(printing: Printing, { field, auto, mean, std }: ast.NormalizeSetting): Doc {
  const { cursor } = printing
  const head = [cursor.take('normalize'), ' ', cursor.take(field.text), ' ']
  if (auto) return [head, cursor.take('auto')]
  const moments = [mean, std].filter((moment) => moment !== undefined).toSorted((a, b) => a.span.start - b.span.start)
  return [head, layCommas(cursor, moments, (moment) => [cursor.take(moment === mean ? 'mean' : 'std'), ' ', printing.expression(printing, moment)(0)])]
}

function printAugment(printing: Printing, { field, steps }: ast.AugmentSetting): Doc {
  const { cursor } = printing
  const head = [cursor.take('augment'), ' ', cursor.take(field.text), ' ']
  // Brackets around a value stay: `2 (s)` is two values, `2 s` is one.
  const block = readBraced(printing, steps, ({ name, values }) => [
    cursor.take(name.text),
    values.map((value) => [' ', printing.expression(printing, value, binding.prefix, true)(0)]),
  ])
  return [head, layBraced(block)]
}
