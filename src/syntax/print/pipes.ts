/**
 * `value |> stage |> stage`. Where the chain was broken by its author, it stays broken there and nowhere else, so that what
 * belongs together stays on one line; a chain on one line that does not fit is broken before each stage.
 */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { binding } from './binding.js'
import type { Doc } from './cursor.js'
import { flatWidth } from './measure.js'
import type { Placed, Printing } from './nodes.js'

const { align, group, hardline, indent, join, line } = builders

/** Stages stand below the first `|>` of a short value, as long as that is not too far to the right. */
const alignedUpTo = 40

interface Stage {
  /** Begins a line of its own. */
  readonly broken: boolean
  /** Comments above, `|> stage`. */
  readonly doc: Doc
}

export function printPipe(printing: Printing, node: ast.PipeExpression): Placed {
  const stages: Stage[] = []
  const value = readStages(printing, node, stages)
  const simple = isSimple(value.node)
  return (column) => {
    const first = value.placed(column)
    const [next, ...others] = stages
    if (next === undefined) return first
    const below = column + flatWidth(first, alignedUpTo) + 1
    if (!simple || next.broken || below > alignedUpTo) return [first, indent(rowsOf(stages))]
    if (others.length === 0) return [first, ' ', next.doc]
    return align(below, [first, ' ', next.doc, rowsOf(others)])
  }
}

/** Lines as the author parted them, each of which is broken further where it does not fit; where nobody did, all are one. */
function rowsOf(stages: readonly Stage[]): Doc {
  const rows: { readonly broken: boolean; readonly docs: Doc[] }[] = []
  for (const { broken, doc } of stages) {
    const row = rows.at(-1)
    if (row === undefined || broken) rows.push({ broken, docs: [doc] })
    else row.docs.push(doc)
  }
  return rows.map(({ broken, docs }) => (broken ? [hardline, group(join(line, docs))] : group(docs.map((doc) => [line, doc]))))
}

/** Stages from the first to the last; gives what goes through them. */
function readStages(printing: Printing, node: ast.PipeExpression, stages: Stage[]): { readonly node: ast.Expression; readonly placed: Placed } {
  const { cursor } = printing
  const inner = node.value
  let value: { readonly node: ast.Expression; readonly placed: Placed }
  if (inner.kind !== 'pipe') value = { node: inner, placed: printing.expression(printing, inner, binding.or) }
  else {
    const layers = cursor.layers(inner.span)
    if (layers > 0 && cursor.hasComments(inner.span)) value = { node: inner, placed: printing.expression(printing, inner, binding.or) }
    else {
      for (let count = layers; count > 0; count--) cursor.drop('(')
      value = readStages(printing, inner, stages)
      const trail = Array.from({ length: layers }, () => cursor.drop(')'))
      const last = stages.pop()
      if (last !== undefined) stages.push({ ...last, doc: [last.doc, trail] })
    }
  }
  let broken = cursor.newlineAhead()
  const lead = cursor.leading()
  const pipe = cursor.take('|>')
  broken ||= cursor.newlineAhead()
  const space = cursor.space()
  stages.push({ broken: broken || lead !== '', doc: [lead, pipe, space, printing.expression(printing, node.stage, binding.prefix)(0)] })
  return value
}

const isSimple = (node: ast.Expression): boolean =>
  node.kind === 'name' || node.kind === 'number' || (node.kind === 'member' && isSimple(node.object))
