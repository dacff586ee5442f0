import type { Colors } from './colors.js'
import { linesOf, type Lines } from './position.js'
import { displayWidth, printable } from './width.js'
import { windowOf, type Window } from './window.js'

/** A span of one file to be marked in a code frame, with a label after its mark. */
export interface Marked {
  readonly start: number
  readonly end: number
  readonly label?: string
  /** Primary spans are marked by `^`, others by `-`. */
  readonly primary: boolean
}

interface Underline {
  readonly line: number
  /** Terminal columns before the mark, and under it. */
  readonly indent: number
  readonly width: number
  readonly label: string
  readonly primary: boolean
}

/** The underlines of one span: one for a span within a line; else its first line's and its last line's. */
function underlines(lines: Lines, span: Marked): readonly Underline[] {
  const [from, to] = [lines.at(span.start), lines.at(Math.max(span.start, span.end))]
  const underline = (line: number, start: number, end: number, label: string): Underline => {
    const text = lines.text(line)
    const indent = displayWidth(printable(text.slice(0, start)))
    const width = displayWidth(printable(text.slice(0, end))) - indent
    return { line, indent, width: Math.max(1, width), label, primary: span.primary }
  }
  const label = span.label ?? ''
  if (from.line === to.line) return [underline(from.line, from.column - 1, to.column - 1, label)]

  const first = underline(from.line, from.column - 1, lines.text(from.line).length, '')
  // A span that ends at the very start of a line covers nothing of it.
  const last = to.column === 1 ? to.line - 1 : to.line
  if (last === from.line) return [{ ...first, label }]
  const text = lines.text(last)
  const end = to.column === 1 ? text.length : to.column - 1
  return [first, underline(last, text.length - text.trimStart().length, end, label)]
}

/** How far a gap between marked lines is filled with the lines themselves. */
const shownGap = 2

/**
 * The marked lines of a file:
 *
 *     12 |   target left: label<10>
 *        |                --------- the target
 *    ...
 *     21 |   task left = trunk |> Dense(64)
 *        |               ^^^^^^^^^^^^^^^^^^
 */
export function frame(source: string, spans: readonly Marked[], gutter: number, colors: Colors): readonly string[] {
  const lines = linesOf(source)
  const marks = spans.flatMap((span) => underlines(lines, span))
  const numbers = [...new Set(marks.map(({ line }) => line))].toSorted((a, b) => a - b)
  const margin = (text: string): string => colors.blue(`${text.padStart(gutter)} |`)
  const code = (line: number, window: Window): string => `${margin(String(line))} ${window.text}`.trimEnd()
  const view = (line: number, at: number): Window => windowOf(printable(lines.text(line)), at)

  const output: string[] = []
  let previous: number | undefined
  for (const line of numbers) {
    if (previous !== undefined) {
      if (line - previous - 1 > shownGap) output.push(colors.blue('...'))
      else for (let between = previous + 1; between < line; between++) output.push(code(between, view(between, 0)))
    }
    const here = marks.filter((mark) => mark.line === line).toSorted((a, b) => Number(b.primary) - Number(a.primary))
    const window = view(line, here[0]?.indent ?? 0)
    output.push(code(line, window))
    for (const { indent, width, label, primary } of here) {
      const start = Math.min(Math.max(indent - window.shift, 0), window.width - 1)
      const end = Math.min(Math.max(indent + width - window.shift, start + 1), window.width)
      const under = (primary ? '^' : '-').repeat(Math.max(1, end - start))
      const text = label === '' ? under : `${under} ${label}`
      output.push(`${margin('')} ${' '.repeat(start)}${primary ? colors.red(text) : colors.cyan(text)}`)
    }
    previous = line
  }
  return output
}

/** Digits of the highest line number that a frame of these spans shows. */
export function gutterOf(source: string, spans: readonly Marked[]): number {
  const lines = linesOf(source)
  return String(Math.max(1, ...spans.map((span) => lines.at(span.end).line))).length
}
