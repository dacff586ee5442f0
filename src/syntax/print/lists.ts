/** Items in brackets: `(a, b)`, `[a, b]`, `{ a, b }`. */
import { builders } from 'prettier/doc'
import type { Cursor, Doc } from './cursor.js'
import { firstWord, fits } from './measure.js'
import type { Braced, Printing } from './nodes.js'

const { fill, group, hardline, ifBreak, indent, join, line, softline } = builders

export interface List {
  readonly opener: Doc
  readonly rows: readonly Doc[]
  readonly dangling: readonly Doc[]
  readonly closer: Doc
  /** No comment in it needs a line to begin or to end. */
  readonly plain: boolean
}

/** Reads `a, b)` behind the opening bracket; a comma after the last item is left out. */
export function readList<T>({ cursor }: Printing, opener: Doc, close: string, items: readonly T[], print: (item: T) => Doc): List {
  cursor.indentation += cursor.tabWidth
  let plain = true
  const rows = items.map((item, index) => {
    const lead = cursor.leading()
    if (!fits(lead, Number.MAX_SAFE_INTEGER)) plain = false
    const doc = print(item)
    const comma = cursor.word !== ',' ? '' : index === items.length - 1 ? cursor.drop(',') : cursor.take(',')
    return [lead, doc, comma]
  })
  const dangling = cursor.dangling()
  cursor.indentation -= cursor.tabWidth
  return { opener, rows, dangling, closer: cursor.take(close), plain: plain && dangling.length === 0 }
}

/** On one line; else on an indented line of their own; else one a line. */
export function layList({ opener, rows, dangling, closer }: List, expanded = false): Doc {
  if (rows.length === 0) return dangling.length === 0 ? [opener, closer] : group([opener, indent([...dangling]), softline, closer])
  return group([opener, indent([softline, group(join(line, [...rows])), ...dangling]), softline, closer], { shouldBreak: expanded })
}

/** As many on a line as there is room for; for short values. */
export const layFilled = ({ opener, rows, dangling, closer }: List): Doc =>
  group([opener, indent([softline, fill(join(line, [...rows])), ...dangling]), softline, closer])

/** A sole item that begins and ends with its brackets. */
export const layHugged = (list: List): Doc => (list.plain ? [list.opener, ...list.rows, list.closer] : layList(list))

/** `a, b` without brackets: a line may end behind a comma only. */
export function readCommas<T>(cursor: Cursor, nodes: readonly T[], print: (node: T) => Doc): Doc[] {
  return nodes.map((node, index) => [index === 0 ? '' : cursor.leading(), print(node), index < nodes.length - 1 ? cursor.take(',') : ''])
}

export const layCommas = <T>(cursor: Cursor, nodes: readonly T[], print: (node: T) => Doc): Doc => group(indent(join(line, readCommas(cursor, nodes, print))))

/** Reads `{ a, b }`: on several lines where the first item was written on a line of its own, or it does not fit; then one a line. */
export function readBraced<T>({ cursor }: Printing, items: readonly T[], print: (item: T) => Doc, forced = false): Braced {
  const opener = cursor.take('{')
  const expanded = forced || (items.length > 0 && cursor.newlineAhead())
  cursor.indentation += cursor.tabWidth
  const read = items.map((item, index) => {
    const blank = index > 0 && cursor.blankAhead() ? hardline : ''
    const lead = cursor.leading()
    return { lead: [blank, lead], doc: print(item), trail: cursor.separate() }
  })
  const rows = read.map(({ lead, doc, trail }, index): Doc => {
    const next = read[index + 1]?.doc
    // A `where` at the beginning of a line goes on with the line before, unless that ends in a comma.
    const comma = next === undefined ? '' : firstWord(next) === 'where' ? ',' : ifBreak('', ',')
    return [lead, doc, comma, trail]
  })
  const dangling = cursor.dangling()
  cursor.indentation -= cursor.tabWidth
  const closer = cursor.take('}')
  const lay: Braced['lay'] = (how) => {
    if (rows.length === 0) return dangling.length === 0 ? emptyBraces(opener, closer) : group([opener, indent([...dangling]), line, closer])
    const space = how === 'inline' ? ' ' : line
    return group([opener, indent([space, join(line, rows), ...dangling]), space, closer], { shouldBreak: how === 'open' })
  }
  return { forced: expanded || dangling.length > 0, lay }
}

/** With space around a comment on their line. */
export const emptyBraces = (opener: Doc, closer: Doc): Doc => [opener, fits(opener, 1) ? '' : ' ', closer]

export const layBraced = ({ forced, lay }: Braced): Doc => lay(forced ? 'open' : 'either')
