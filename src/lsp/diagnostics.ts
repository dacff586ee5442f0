/** Findings as the protocol tells them. */
import {
  DiagnosticSeverity, DiagnosticTag, type Diagnostic as Shown, type DiagnosticRelatedInformation, type Location,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Diagnostic, Severity, Span } from '../diagnostics/diagnostic.js'
import * as lint from '../diagnostics/lint.js'
import { unreadShare } from '../diagnostics/tasks.js'
import { toRange } from './ranges.js'

const severities: Record<Severity, DiagnosticSeverity> = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information }

/** Where a span is in the protocol; undefined for a file that cannot be read. */
export type Locate = (span: Span) => Location | undefined

/** A finding about a document, with the places that it speaks of; of no place, it is told at the beginning. */
export function toShown(finding: Diagnostic, document: TextDocument, locate: Locate): Shown {
  const { code, severity, message, span, related, help } = finding
  const places = related.flatMap((each): DiagnosticRelatedInformation[] => {
    const location = locate(each.span)
    return location === undefined ? [] : [{ location, message: each.message }]
  })
  const tags = unusedCodes.has(code) ? [DiagnosticTag.Unnecessary] : []
  return {
    range: toRange(document, span ?? { start: 0, end: 0 }),
    severity: severities[severity],
    code,
    source: 'mtlc',
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
    ...(places.length === 0 ? {} : { relatedInformation: places }),
    ...(tags.length === 0 ? {} : { tags }),
  }
}

/** Codes of what is never read, which editors fade. */
const unusedCodes: ReadonlySet<string> = new Set(
  [unreadShare, lint.unusedDeclaration, lint.unusedField, lint.unusedImport, lint.unusedLet, lint.unusedParameter, lint.unusedSuppression, lint.unusedWeights].map(({ code }) => code),
)
