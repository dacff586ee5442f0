/** What can be folded: declarations and blocks over several lines, runs of imports, and comments. */
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver/node'
import type { Snapshot } from '../snapshot.js'
import { nodesOf } from '../nodes.js'

export function foldingRanges({ document, parsed, text }: Snapshot): readonly FoldingRange[] {
  const lineOf = (offset: number): number => document.positionAt(offset).line
  const ranges = new Map<number, FoldingRange>()
  /** Of several that begin on one line, the longest is folded. */
  const add = (start: number, end: number, kind?: string): void => {
    const [startLine, endLine] = [lineOf(start), lineOf(end)]
    if (endLine <= startLine || (ranges.get(startLine)?.endLine ?? -1) >= endLine) return
    ranges.set(startLine, { startLine, endLine, ...(kind === undefined ? {} : { kind }) })
  }
  // A line that a closing bracket begins stays in sight.
  const closing = (end: number): number => {
    const line = lineStart(text, end - 1)
    return /^[ \t]*[)\]}]$/.test(text.slice(line, end)) ? Math.max(0, line - 1) : end
  }
  for (const declaration of parsed.file.declarations) {
    for (const node of nodesOf(declaration)) add(node.span.start, closing(node.span.end))
  }
  for (const [first, last] of runs(parsed.file.declarations.filter(({ kind }) => kind === 'import').map(({ span }) => span), lineOf)) {
    add(first.start, last.end, FoldingRangeKind.Imports)
  }
  const lines = parsed.comments.filter(({ kind }) => kind !== 'block').map(({ span }) => span)
  for (const [first, last] of runs(lines, lineOf)) add(first.start, last.end, FoldingRangeKind.Comment)
  for (const { kind, span } of parsed.comments) if (kind === 'block') add(span.start, span.end, FoldingRangeKind.Comment)
  return [...ranges.values()].toSorted((a, b) => a.startLine - b.startLine)
}

interface Stretch {
  readonly start: number
  readonly end: number
}

/** Stretches on lines one below the other, as the first and the last of each run. */
function runs(stretches: readonly Stretch[], lineOf: (offset: number) => number): readonly (readonly [Stretch, Stretch])[] {
  const found: [Stretch, Stretch][] = []
  for (const stretch of stretches) {
    const last = found.at(-1)
    if (last !== undefined && lineOf(stretch.start) <= lineOf(last[1].end) + 1) last[1] = stretch
    else found.push([stretch, stretch])
  }
  return found
}

const lineStart = (text: string, offset: number): number => Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
