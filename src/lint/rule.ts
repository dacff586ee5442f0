/** What a rule is, and what it is given. */
import type { TypedProgram } from '../check/typed.js'
import type { Diagnostic, DiagnosticKind } from '../diagnostics/diagnostic.js'
import type { File } from '../syntax/ast.js'
import type { Names } from './names.js'

export interface LintContext {
  readonly file: File
  readonly text: string
  readonly names: Names
  /** A file without model, `train` and `compress`: what it declares and imports is there to be imported. */
  readonly isLibrary: boolean
}

export interface TypedContext extends LintContext {
  /** The file checked; a rule that asks for it is left out where there are errors. */
  readonly program: TypedProgram
}

interface Common {
  /** kebab-case, as suppressions and `--rule` name it. */
  readonly name: string
  /** The finding; its explanation is the rule's documentation. */
  readonly kind: Pick<DiagnosticKind<never>, 'code' | 'explanation'>
  /** Whole files: the first raises the rule's finding and no other rule's, the second none at all. */
  readonly bad: string
  readonly good: string
  /** `always`: `--fix` makes its edits. `asked`: they change what is computed, so that an editor offers them one by one. */
  readonly fix?: 'always' | 'asked'
  /** On where nothing is said; true by default. */
  readonly enabled?: boolean
}

export type LintRule =
  | (Common & { readonly typed?: false; readonly check: (context: LintContext) => readonly Diagnostic[] })
  | (Common & { readonly typed: true; readonly check: (context: TypedContext) => readonly Diagnostic[] })
