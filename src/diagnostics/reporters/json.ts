/** One JSON object for everything that was found. */
import { hasErrors, type Diagnostic, type Severity } from '../diagnostic.js'
import type { RenderOptions } from '../render.js'
import { places, type Place, type Reporter } from './reporter.js'

/** A finding for programs. */
export interface JsonDiagnostic extends Place {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly related: readonly (Place & { readonly message: string })[]
  readonly help: string | null
  /** Made together they do what the help asks for; empty where it takes a decision. */
  readonly edits: readonly (Place & { readonly text: string })[]
}

/** `about` is the file that findings without a span belong to. */
export function toJson(finding: Diagnostic, options: RenderOptions, about: string): JsonDiagnostic {
  const place = places(options)
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...place(finding.span, about),
    related: finding.related.map(({ span, message }) => ({ message, ...place(span, about) })),
    help: finding.help ?? null,
    edits: (finding.edits ?? []).map(({ span, text }) => ({ text, ...place(span, about) })),
  }
}

export const report: Reporter = (found, options) => {
  const ok = !hasErrors(found.map(({ finding }) => finding))
  const diagnostics = found.map(({ finding, about }) => toJson(finding, options, about))
  return `${JSON.stringify({ ok, diagnostics }, null, 2)}\n`
}
