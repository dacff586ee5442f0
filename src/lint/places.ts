/** Where findings are, and what their edits take away. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'

/** The whole lines of a stretch where nothing else stands on them; otherwise the stretch itself. */
export function lineAround(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1
  const next = text.indexOf('\n', span.end)
  const end = next < 0 ? text.length : next + 1
  const alone = text.slice(start, span.start).trim() === '' && text.slice(span.end, end).trim() === ''
  return alone ? { ...span, start, end } : span
}

/** A block that is applied several times is complained of once. */
export function oncePerPlace(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return findings.filter(({ span }) => {
    const key = `${span?.file ?? ''}:${span?.start ?? ''}:${span?.end ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Where a finding about a layer is shown: at the layer, or at `otherwise` where that is in a library. */
export const placeIn = (file: string, layer: Span, otherwise: Span): Span => (layer.file === file ? layer : otherwise)
