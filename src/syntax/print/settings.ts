/**
 * Statements and settings, each on a line, with blank lines and comments between; what the author put on one line with commas
 * stays there if it fits. Lines that follow each other without a blank line or a comment form a table: words that say the same
 * kind of thing are as wide as the widest of them.
 */
import { builders } from 'prettier/doc'
import type { Cursor, Doc } from './cursor.js'
import { emptyBraces } from './lists.js'
import { fits, flatWidth } from './measure.js'
import type { Placed } from './nodes.js'

const { group, hardline, indent, join } = builders

/** A word at the beginning of a line that is aligned with those of its column above and below. */
export interface Cell {
  readonly doc: Doc
  /** Which words share the column. */
  readonly column: string
  /** What follows is written directly behind it: it counts for the width of the column, but is not padded. */
  readonly ragged?: boolean
}

export interface Statement {
  readonly cells?: readonly Cell[]
  readonly rest: Placed
}

export const plainStatement = (doc: Doc): Statement => ({ rest: () => doc })

interface Row {
  readonly statement: Statement
  /** After a blank line. */
  readonly blank: boolean
  /** On the line of the one before. */
  readonly joined: boolean
  readonly lead: Doc
  readonly trail: Doc
}

/** The nodes may be made while they are printed: each is asked for where the cursor stands before it. */
export function readRows<T>(cursor: Cursor, nodes: Iterable<T>, print: (node: T) => Statement): readonly Row[] {
  const rows: Row[] = []
  for (const node of nodes) {
    const blank = rows.length > 0 && cursor.blankAhead()
    const joined = rows.length > 0 && !cursor.newlineAhead() && !cursor.lineCommentAhead()
    cursor.newLine()
    const lead = cursor.leading()
    const statement = print(node)
    rows.push({ statement, blank, joined, lead, trail: cursor.separate() })
  }
  return rows
}

/** `{ … }`: on one line if it was written so and fits. */
export function settings<T>(cursor: Cursor, nodes: Iterable<T>, print: (node: T) => Statement): Placed {
  const opener = cursor.take('{')
  const expanded = cursor.newlineAhead()
  const { indentation } = cursor
  cursor.indentation += cursor.tabWidth
  const rows = readRows(cursor, nodes, print)
  const dangling = cursor.dangling()
  const lines = layRows(cursor, rows)
  cursor.indentation = indentation
  const closer = cursor.take('}')
  const inline = !expanded && dangling.length === 0 && rows.every(({ joined }, index) => index === 0 || joined)
  const onOneLine = rows.length === 0 ? emptyBraces(opener, closer) : [opener, ' ', joinedRows(rows), ' ', closer]
  const onSeveral = [opener, indent([rows.length === 0 ? '' : [hardline, lines], ...dangling]), hardline, closer]
  return (column) => (inline || (rows.length === 0 && dangling.length === 0) ? group(fits(onOneLine, cursor.width - indentation - column) ? onOneLine : onSeveral) : onSeveral)
}

/** All rows, each line after the first behind a line's end. */
export function layRows({ width, indentation }: Cursor, rows: readonly Row[]): Doc {
  const lines = linesOf(rows, width - indentation)
  const widths = columnWidths(lines)
  return lines.map((line, index) => {
    const [first, ...others] = line
    if (first === undefined) return ''
    const between = index === 0 ? '' : first.blank ? [hardline, hardline] : hardline
    return [between, others.length > 0 ? joinedRows(line) : [first.lead, layStatement(first.statement, widths[index] ?? [], first.lead), first.trail]]
  })
}

/** Rows that share a line. Those that do not fit on one get lines of their own. */
function linesOf(rows: readonly Row[], room: number): readonly (readonly Row[])[] {
  const lines: Row[][] = []
  for (const row of rows) {
    const line = lines.at(-1)
    if (row.joined && line !== undefined) line.push(row)
    else lines.push([row])
  }
  return lines.flatMap((line) => (line.length === 1 || fits(joinedRows(line), room) ? [line] : line.map((row) => [row])))
}

const joinedRows = (rows: readonly Row[]): Doc =>
  join(' ', rows.map(({ lead, statement, trail }, index) => [lead, layStatement(statement, []), index < rows.length - 1 ? ',' : '', trail]))

/** A comment before it on its line takes columns too. */
function layStatement({ cells = [], rest }: Statement, widths: readonly number[], lead: Doc = ''): Doc {
  const docs: Doc[] = []
  let column = finite(flatWidth(lead, widest))
  for (const [index, { doc, ragged = false }] of cells.entries()) {
    const width = flatWidth(doc, widest)
    const pad = ragged ? 0 : Math.max(0, (widths[index] ?? 0) - width) + 1
    docs.push(doc, ' '.repeat(pad))
    column += finite(width) + pad
  }
  return [docs, rest(column)]
}

const finite = (width: number): number => (Number.isFinite(width) ? width : 0)

/** Nobody aligns with a word that is wider. */
const widest = 60

/** For each line, how wide its cells are to be: as wide as the widest that they stand in a column with. */
function columnWidths(lines: readonly (readonly Row[])[]): readonly (readonly number[])[] {
  const widths: number[][] = lines.map(() => [])
  const cellAt = (line: number, index: number): Cell | undefined => (lines[line]?.length === 1 ? lines[line][0]?.statement.cells?.[index] : undefined)
  const goesOn = (line: number): boolean => lines[line]?.[0]?.blank === false && lines[line][0].lead === ''
  const inColumn = (line: number, index: number, column: string | undefined): boolean => column !== undefined && cellAt(line, index)?.column === column
  for (const index of [0, 1]) {
    for (let from = 0; from < lines.length; ) {
      const column = cellAt(from, index)?.column
      let to = from + 1
      while (goesOn(to) && inColumn(to, index, column)) to++
      const measured = lines.slice(from, to).map((_, offset) => flatWidth(cellAt(from + offset, index)?.doc ?? '', widest))
      const width = Math.max(0, ...measured.filter(Number.isFinite))
      for (let line = from; line < to; line++) widths[line]?.push(width)
      from = to
    }
  }
  return widths
}
