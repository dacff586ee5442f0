/** Fixes: the edits that findings carry, one by one and all at once, and what their codes mean. */
import { CodeActionKind, type CodeAction, type Diagnostic as Shown, type Range, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver/node'
import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.js'
import { chooseFixes } from '../../diagnostics/edits.js'
import type { Documents } from '../documents.js'
import { toRange, touches } from '../ranges.js'
import type { Snapshot } from '../snapshot.js'

/** The command that shows what a code means. */
export const explainCommand = 'mtlc.explain'

export interface CodeActionContext {
  readonly findings: readonly Diagnostic[]
  /** Findings as the editor was told them. */
  readonly shown: readonly Shown[]
  readonly only?: readonly string[]
}

const fixAll = `${CodeActionKind.SourceFixAll}.mtl`

export function codeActions(snapshot: Snapshot, range: Range, { findings, shown, only }: CodeActionContext, documents: Documents): readonly CodeAction[] {
  const { document } = snapshot
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)]
  const wanted = (kind: string): boolean => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`))
  const here = findings.filter(({ span }) => span !== undefined && span.file === snapshot.path && (touches(span, start) || touches(span, end) || (start <= span.start && span.end <= end)))
  const fixes = wanted(CodeActionKind.QuickFix) ? here.flatMap((finding): CodeAction[] => {
    const edit = finding.edits === undefined ? undefined : workspaceEdit(finding.edits, documents)
    if (edit === undefined) return []
    const about = shown.filter(({ code, range: place }) => code === finding.code && finding.span !== undefined && document.offsetAt(place.start) === finding.span.start)
    return [{ title: titleOf(finding), kind: CodeActionKind.QuickFix, isPreferred: true, edit, ...(about.length === 0 ? {} : { diagnostics: about }) }]
  }) : []
  const explained = only === undefined ? [...new Set(here.map(({ code }) => code))].map((code): CodeAction => ({
    title: `Explain ${code}`, kind: CodeActionKind.Empty, command: { title: `Explain ${code}`, command: explainCommand, arguments: [code] },
  })) : []
  return [...fixes, ...allFixes(snapshot, findings, wanted, documents), ...explained]
}

/** Of several fixes, those that do not touch each other. */
function allFixes({ path }: Snapshot, findings: readonly Diagnostic[], wanted: (kind: string) => boolean, documents: Documents): readonly CodeAction[] {
  const own = findings.flatMap(({ edits, span }) => (edits === undefined || span?.file !== path ? [] : [edits]))
  if (own.length < 2 || !wanted(fixAll)) return []
  const { edits, made } = chooseFixes(own)
  const edit = workspaceEdit(edits, documents)
  return edit === undefined ? [] : [{ title: `Make all ${made} fixes`, kind: fixAll, edit }]
}

/** What the help asks for, without what only the command line can say. */
function titleOf({ help, edits = [], message }: Diagnostic): string {
  const said = help?.split('\n')[0] ?? ''
  const [only] = edits
  if (said.startsWith('did you mean') && only !== undefined && edits.length === 1) return `Change to \`${only.text}\``
  return said === '' ? `Fix: ${message}` : `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}`
}

/** Undefined where a file cannot be read. */
export function workspaceEdit(edits: readonly Edit[], documents: Documents): WorkspaceEdit | undefined {
  const changes: Record<string, TextEdit[]> = {}
  for (const { span, text } of edits) {
    const document = documents.document(span.file)
    if (document === undefined) return undefined
    const uri = documents.uri(span.file)
    changes[uri] = [...(changes[uri] ?? []), { range: toRange(document, span), newText: text }]
  }
  return Object.keys(changes).length === 0 ? undefined : { changes }
}
