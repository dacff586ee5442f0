/** Examples of findings, for the documentation; a test raises each of them. */
import type { Diagnostic, Span } from '../diagnostic.js'

export type Files = Readonly<Record<string, string>>

/** The file that an example is about; commands name it. */
export const exampleFile = 'example.mtl'

export interface Example {
  /** A file that raises the finding, and no other. */
  readonly text: string
  /** What lies beside it. */
  readonly beside?: Files
  /** The file mended; absent where the edits of the finding mend it, or where what lies beside it has to change. */
  readonly mended?: string
  /** What has to lie beside it instead. */
  readonly mendedBeside?: Files
  /** What raises it, the last of these; absent: `mtlc check example.mtl`. */
  readonly commands?: readonly string[]
  /** What the commands find. Without, the file alone raises it, and so anyone who shows the example can. */
  readonly finding?: (at: (text: string) => { readonly span: Span }) => Diagnostic
  /** Codes that may come along with it, by its nature or since what it asks for is not carried out yet. */
  readonly also?: readonly string[]
}

/** A finding that no file brings about by itself, and why. */
export interface Unprovoked {
  readonly unprovoked: string
}

export type Examples = Readonly<Record<string, Example | Unprovoked>>

export const isExample = (entry: Example | Unprovoked): entry is Example => 'text' in entry

// ── what several examples begin with ──

export const digits = `data Digits {
  source "digits.parquet"
  input  image: image[1, 28, 28]
  target digit: label<10>
}
`

/** A model on `digits` with these lines. */
export const reader = (...lines: readonly string[]): string => `${digits}
model Reader on Digits {
${lines.map((line) => `  ${line}`).join('\n')}
}
`

/** A model that is sound, and a declaration about it. */
export const about = (keyword: 'train' | 'compress', ...lines: readonly string[]): string => `${reader('task digit = image |> flatten |> Dense(10)')}
${keyword} Reader {
${lines.map((line) => `  ${line}`).join('\n')}
}
`
