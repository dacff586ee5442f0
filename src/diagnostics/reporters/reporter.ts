/** What the ways of printing findings have in common. */
import type { Diagnostic, Span } from '../diagnostic.js'
import { linesOf, rangeOf, type Lines, type Range } from '../position.js'
import { samePath, type RenderOptions } from '../render.js'

/** A finding and the file that it belongs to where it has no span. */
export interface Found {
  readonly finding: Diagnostic
  readonly about: string
}

export interface ReportOptions extends RenderOptions {
  /** What was looked at, as people call it: `digits.mtl`, `3 files`. */
  readonly subject: string
  /** Says nothing where nothing was found. */
  readonly quiet?: boolean
  /** Of the compiler. */
  readonly version: string
}

/** Everything that was found, as text that ends with a line's end, or empty. */
export type Reporter = (found: readonly Found[], options: ReportOptions) => string

export interface Place {
  readonly file: string
  /** Lines and columns from 1, columns in UTF-16 units. A finding about no text has the file's beginning. */
  readonly range: Range
}

/** Tells places of spans, reading each file's lines once. */
export function places({ sources, show = samePath }: Pick<RenderOptions, 'sources' | 'show'>): (span: Span | undefined, about: string) => Place {
  const known = new Map<string, Lines>()
  return (span, about) => {
    if (span === undefined) return { file: show(about), range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } }
    const lines = known.get(span.file) ?? linesOf(sources.get(span.file) ?? '')
    known.set(span.file, lines)
    return { file: show(span.file), range: rangeOf(lines, span.start, span.end) }
  }
}
