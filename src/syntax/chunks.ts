/**
 * A text cut at its declarations: each begins on a line of its own, at the first column. Cut this way, a change in one
 * declaration leaves the others as they are; a text that is laid out otherwise is one chunk.
 */
export interface Chunk {
  readonly start: number
  readonly text: string
  /** Whether another follows. */
  readonly more: boolean
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
    const next = endOfLine(text, at)
    const line = readLine(text, at, next, inComment)
    if (!inComment && opening.test(text.slice(at, Math.min(next, at + 64)))) {
      if (lead > 0 && lead !== starts.at(-1)) starts.push(lead)
      lead = next
    } else if (line.hasCode) lead = next
    inComment = line.opensComment
    at = next
  }
  return starts.map((start, index) => ({ start, text: text.slice(start, starts[index + 1]), more: index < starts.length - 1 }))
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

interface Line {
  /** Whether anything but space and comments is on it. */
  readonly hasCode: boolean
  /** Whether a block comment is open at its end. */
  readonly opensComment: boolean
}

const [quote, backslash, slash, star] = [34, 92, 47, 42]

function readLine(text: string, from: number, to: number, inComment: boolean): Line {
  let open = inComment
  let hasCode = false
  for (let at = from; at < to; at++) {
    const character = text.charCodeAt(at)
    if (open) {
      const close = text.indexOf('*/', at)
      if (close < 0 || close >= to) return { hasCode, opensComment: true }
      open = false
      at = close + 1
    } else if (character === slash && text.charCodeAt(at + 1) === slash) break
    else if (character === slash && text.charCodeAt(at + 1) === star) {
      open = true
      at++
    } else if (character > 32) {
      hasCode = true
      if (character === quote) for (at++; at < to && text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++
    }
  }
  return { hasCode, opensComment: open }
}
