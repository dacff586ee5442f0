/** Findings about a text that has changed since: moved along with what they are about, or dropped where that changed. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import { differenceOf } from './difference.js'

export interface Told {
  readonly path: string
  readonly text: string
  readonly findings: readonly Diagnostic[]
}

/** Findings with spans of their own: those of trees move along by themselves. */
export const detached = (findings: readonly Diagnostic[]): readonly Diagnostic[] =>
  findings.map((finding) => ({
    ...finding,
    ...(finding.span === undefined ? {} : { span: { ...finding.span } }),
    related: finding.related.map((each) => ({ ...each, span: { ...each.span } })),
    ...(finding.edits === undefined ? {} : { edits: finding.edits.map((edit) => ({ ...edit, span: { ...edit.span } })) }),
  }))

export function shifted({ path, text, findings }: Told, now: string): readonly Diagnostic[] {
  if (text === now) return findings
  const { start, end } = differenceOf(text, now)
  const by = now.length - text.length
  const move = (span: Span): Span | undefined => {
    if (span.file !== path || span.end < start) return span
    return span.start > end ? { ...span, start: span.start + by, end: span.end + by } : undefined
  }
  return findings.flatMap((finding) => {
    const span = finding.span === undefined ? undefined : move(finding.span)
    if (span === undefined) return []
    return [{ ...finding, span, related: finding.related.flatMap((each) => {
      const place = move(each.span)
      return place === undefined ? [] : [{ ...each, span: place }]
    }) }]
  })
}
