/**
 * A text cut at its declarations: each begins on a line of its own, at the first column. Cut this way, a change in one
 * declaration leaves the others as they are; a text that is laid out otherwise is one chunk.
 */
export interface Chunk {
  readonly start: number
  readonly text: string
}

/** A line at which a declaration begins. What follows tells the word from one that is used as a name. */
const opening = /^(?:(?:const|type|extern|block|data|model|train|compress)[ \t]+[A-Za-z_]|import[ \t]*\{)/

/** All chunks, which together are the text. The lines of comments above a declaration belong to it. */
export function cut(text: string): readonly Chunk[] {
  const starts = [0]
  /** Where the comments and empty lines begin that stand directly before the line at hand. */
  let lead = 0
  let inComment = false
  for (let at = 0; at < text.length; ) {
    const line = endOfLine(text, at)
    const begun = inComment
    inComment = endsInComment(text, at, line, inComment)
    if (!begun && opening.test(text.slice(at, Math.min(line, at + 64)))) {
      if (lead > 0 && lead !== starts.at(-1)) starts.push(lead)
      lead = line
    } else if (begun || !isLead(text, at, line)) lead = line
    at = line
  }
  return starts.map((start, index) => ({ start, text: text.slice(start, starts[index + 1] ?? text.length) }))
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

/** A line of nothing but a `//` comment, or empty. */
function isLead(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && (text[at] === ' ' || text[at] === '\t' || text[at] === '\r' || text[at] === '\n')) at++
  return at === to || (text[at] === '/' && text[at + 1] === '/')
}

/** Whether a block comment is open at the end of a line. */
function endsInComment(text: string, from: number, to: number, open: boolean): boolean {
  let inComment = open
  for (let at = from; at < to; at++) {
    const character = text.charCodeAt(at)
    if (inComment) {
      const close = text.indexOf('*/', at)
      if (close < 0 || close >= to) return true
      inComment = false
      at = close + 1
    } else if (character === 34 /* " */) {
      for (at++; at < to && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92 /* \ */) at++
    } else if (character === 47 /* / */) {
      const next = text.charCodeAt(at + 1)
      if (next === 47) return false
      if (next === 42 /* * */) {
        inComment = true
        at++
      }
    }
  }
  return inComment
}
