/** Doc comments: which `///` lines speak of what. */
import type { IToken } from 'chevrotain'
import { DocComment, end, Import, Newline, start } from './tokens.js'

interface Group {
  readonly text: string
  readonly end: number
}

/**
 * Hangs each group of `///` lines on the token that begins the code after it. A blank line parts groups, and
 * only the last of several belongs to what follows. Returns the doc of the file itself: the group at its top,
 * where it is parted from the first declaration, or that is an import.
 */
export function attachDocs(text: string, tokens: readonly IToken[], comments: readonly IToken[]): string | undefined {
  const groups = docGroups(text, comments)
  const first = tokens.find((token) => token.tokenType !== Newline)
  let next = 0
  let heads = 0
  for (const group of groups) {
    let token = tokens[next]
    while (token !== undefined && (token.tokenType === Newline || start(token) < group.end)) token = tokens[++next]
    if (token !== undefined) token.payload = group.text
    if (token === first) heads++
  }
  return heads > 1 || first === undefined || first.tokenType === Import ? (heads > 0 ? groups[0]?.text : undefined) : undefined
}

function docGroups(text: string, comments: readonly IToken[]): readonly Group[] {
  const groups: Group[] = []
  for (const comment of comments) {
    if (comment.tokenType !== DocComment || !beginsLine(text, start(comment))) continue
    const line = comment.image.slice(3).replace(/^ /, '').trimEnd()
    const last = groups.at(-1)
    if (last !== undefined && /^(?:\r\n?|\n)[ \t]*$/.test(text.slice(last.end, start(comment)))) {
      groups[groups.length - 1] = { text: `${last.text}\n${line}`, end: end(comment) }
    } else {
      groups.push({ text: line, end: end(comment) })
    }
  }
  return groups
}

/** A `///` after code on the same line is a plain comment. */
function beginsLine(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const character = text[at]
    if (character === '\n' || character === '\r') return true
    if (character !== ' ' && character !== '\t' && character !== '\ufeff') return false
  }
  return true
}
