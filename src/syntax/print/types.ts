/** Types: `f32[C, H / 2]`, `label<"cat", "dog">`, `text(max = 32)`, `[f32[C]]`, `{ p3: f32[C] }`. */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { binding } from './binding.js'
import type { Doc } from './cursor.js'
import { printArguments } from './expressions.js'
import { layBraced, layHugged, layList, readBraced, readList } from './lists.js'
import type { Placed, Printing } from './nodes.js'

const { align, fill, hardline, indent, join, line } = builders

/** Labels stand below the first one, as long as that is not too far to the right. */
const alignedUpTo = 40

export function printType(printing: Printing, node: ast.TypeExpression): Placed {
  const { cursor } = printing
  if (node.kind === 'named') return printNamed(printing, node)
  const doc =
    node.kind === 'list'
      ? layHugged(readList(printing, cursor.take('['), ']', [node.element], (element) => printType(printing, element)(0)))
      : layBraced(readBraced(printing, node.fields, ({ name, type }) => [cursor.take(name.text), typed(printing, type)(name.text.length)]))
  return () => doc
}

/** `: type` */
export function typed(printing: Printing, type: ast.TypeExpression): Placed {
  const { cursor } = printing
  const colon = cursor.take(':')
  const space = cursor.space()
  const placed = printType(printing, type)
  return (column) => [colon, space, placed(column + 2)]
}

function printNamed(printing: Printing, node: ast.NamedType): Placed {
  const { cursor } = printing
  const name = cursor.take(node.name.text)
  const labels = node.labels === undefined ? undefined : printLabels(printing, node.labels)
  const list = node.arguments === undefined ? '' : printArguments(printing, node.arguments)
  const dimensions =
    node.dimensions === undefined
      ? ''
      : layList(readList(printing, cursor.open('['), ']', node.dimensions, (dimension) => printing.expression(printing, dimension)(0)))
  return (column) => [name, labels === undefined ? '' : labels(column + node.name.text.length), list, dimensions]
}

/** A line may end after a comma only: `>` has to follow the last label. */
function printLabels(printing: Printing, nodes: readonly ast.Expression[]): Placed {
  const { cursor } = printing
  const { opener, rows, dangling, closer, plain } = readList(printing, cursor.open('<'), '>', nodes, (label) => printing.expression(printing, label, binding.sum)(0))
  return (column) => {
    if (plain) return [opener, (column < alignedUpTo ? (doc: Doc) => align(column + 1, doc) : indent)(fill(join(line, [...rows]))), closer]
    const end = dangling.length === 0 ? '' : [',', ...dangling, hardline]
    return [opener, indent([hardline, join(hardline, [...rows]), end]), closer]
  }
}
