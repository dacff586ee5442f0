/** A place in a text as people count: both from 1. Columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

const lineEnd = /\r\n|\n|\r/g

/** The lines of one text, found once and asked often. */
export interface Lines {
  readonly count: number
  /** Where a line begins, by its number from 1. */
  start(line: number): number
  /** The line without its end, by its number from 1. */
  text(line: number): string
  at(offset: number): Position
}

/** `\n`, `\r\n` and `\r` end lines; a byte order mark takes no column. */
export function linesOf(text: string): Lines {
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  const starts = [mark]
  const ends: number[] = []
  for (const match of text.matchAll(lineEnd)) {
    ends.push(match.index)
    starts.push(match.index + match[0].length)
  }
  ends.push(text.length)

  const start = (line: number): number => starts[line - 1] ?? text.length
  return {
    count: starts.length,
    start,
    text: (line) => text.slice(start(line), ends[line - 1] ?? text.length),
    at(offset) {
      const place = Math.min(Math.max(offset, mark), text.length)
      let [low, high] = [0, starts.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= place) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: place - (starts[low] ?? 0) + 1 }
    },
  }
}

export const rangeOf = (lines: Lines, start: number, end: number): Range => ({
  start: lines.at(start),
  end: lines.at(Math.max(start, end)),
})
