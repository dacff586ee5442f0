/** A stretch of a source file, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly file: string
  readonly start: number
  readonly end: number
}

export type Severity = 'error' | 'warning' | 'info'

/** A second place that a finding speaks of, with its own label. */
export interface Related {
  readonly span: Span
  readonly message: string
}

/** A piece of text to be replaced; an empty span is a place to insert at. */
export interface Edit {
  readonly span: Span
  readonly text: string
}

/** One finding about the user's files. Plain data: stages return findings, they do not throw them. */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** Absent where a finding is about no text, such as a full disk. */
  readonly span?: Span
  readonly related: readonly Related[]
  readonly help?: string
  /** What the help asks for, done: applied together, they mend what was found. */
  readonly edits?: readonly Edit[]
}

/** What the raise site may add to a finding beyond its arguments. */
export interface Place {
  readonly span?: Span
  readonly related?: readonly Related[]
  /** Replaces the catalogue's help where the raise site knows a better one. */
  readonly help?: string
  /** Replaces the catalogue's `replacement`; belongs to the help beside it. */
  readonly edits?: readonly Edit[]
}

/** A catalogue entry: call it with its arguments and a place to get a finding. */
export interface DiagnosticKind<A> {
  (args: A, place?: Place): Diagnostic
  readonly code: string
  readonly severity: Severity
  /** What the code means and how it comes about, for the documentation. */
  readonly explanation: string
}

export interface DiagnosticTemplate<A> {
  readonly severity?: Severity
  readonly message: (args: A) => string
  readonly help?: (args: A) => string | undefined
  /** The text that would mend the finding if it stood in the place of its span; goes with `help`. */
  readonly replacement?: (args: A) => string | undefined
  readonly explanation: string
}

/** Declares one kind of finding; raise sites name the kind and its arguments, never a text. */
export function define<A>(code: string, template: DiagnosticTemplate<A>): DiagnosticKind<A> {
  const severity = template.severity ?? 'error'
  const make = (args: A, place: Place = {}): Diagnostic => {
    const help = place.help ?? template.help?.(args)
    // A help that the raise site wrote asks for something else than the catalogue's.
    const text = place.help === undefined && place.span !== undefined ? template.replacement?.(args) : undefined
    const edits = place.edits ?? (text === undefined || place.span === undefined ? undefined : [{ span: place.span, text }])
    return {
      code,
      severity,
      message: template.message(args),
      ...(place.span === undefined ? {} : { span: place.span }),
      related: place.related ?? [],
      ...(help === undefined ? {} : { help }),
      ...(edits === undefined ? {} : { edits }),
    }
  }
  return Object.assign(make, { code, severity, explanation: template.explanation })
}

/**
 * Carries findings out of an asynchronous stage (data, training, compression) that cannot go on.
 * The command line catches it and prints the findings; anything else that is thrown is a bug.
 */
export class Failure extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((finding) => `${finding.code}: ${finding.message}`).join('\n'))
    this.name = 'Failure'
    this.diagnostics = diagnostics
  }
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((finding) => finding.severity === 'error')
