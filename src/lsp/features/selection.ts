/** What “expand selection” takes in turn: the word, then each node of the syntax tree around it, then the file. */
import type { SelectionRange } from 'vscode-languageserver/node'
import { nodesAt } from '../nodes.js'
import { toRange } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'

export function selectionRange({ document, parsed, text }: Snapshot, offset: number): SelectionRange {
  const comment = parsed.comments.find(({ span }) => span.start < offset && offset <= span.end)
  const word = wordAround(text, offset)
  const stretches = [{ start: 0, end: text.length }, ...nodesAt(parsed.file.declarations, offset).map(({ span }) => span), ...(comment === undefined ? [] : [comment.span]), word]
  let result: SelectionRange = { range: toRange(document, { start: 0, end: text.length }) }
  let last = { start: 0, end: text.length }
  for (const stretch of stretches) {
    const within = stretch.start >= last.start && stretch.end <= last.end
    if (!within || (stretch.start === last.start && stretch.end === last.end)) continue
    result = { range: toRange(document, stretch), parent: result }
    last = { start: stretch.start, end: stretch.end }
  }
  return result
}

/** The name or number that a cursor stands in or beside; nothing wide where it stands between others. */
function wordAround(text: string, offset: number): { start: number; end: number } {
  let [start, end] = [offset, offset]
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start--
  while (end < text.length && /\w/.test(text[end] ?? '')) end++
  return { start, end }
}
