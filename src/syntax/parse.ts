/** Text to syntax tree. Never throws for what a file holds; what it could not read is left out of the tree. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import * as syntax from '../diagnostics/syntax.js'
import type { File } from './ast.js'
import { cut, type Chunk } from './chunks.js'
import { errorLimit } from './grammar/base.js'
import { MtlParser } from './grammar/file.js'
import { lex, type Comment } from './lexer.js'

export interface Parsed {
  readonly file: File
  readonly diagnostics: readonly Diagnostic[]
  /** In the order of the file, doc comments among them; the tree does not hold them. */
  readonly comments: readonly Comment[]
}

/** What a file may hold, in UTF-16 units: far more than anybody writes, and little enough to be read in seconds whatever it is. */
export const textLimit = 1_000_000

let parser: MtlParser | undefined

export function parse(text: string, path: string): Parsed {
  if (text.length > textLimit) {
    const span = { file: path, start: textLimit, end: textLimit }
    return { file: { path, declarations: [], span: { file: path, start: 0, end: text.length } }, comments: [], diagnostics: [syntax.fileTooLong({ limit: textLimit }, { span })] }
  }
  return joined(path, text.length, cut(text).map((chunk) => parseChunk(chunk, path)))
}

/** Each declaration is read by itself, so that what is missing in one is not looked for in the next, and an editor reads again only what changed. */
export function parseChunk({ text, start, more }: Chunk, path: string): Parsed {
  // The grammar is validated by its tests, not at each start.
  parser ??= new MtlParser({ skipValidations: true })
  const lexed = lex(text, path, start, more)
  const { file, diagnostics } = parser.read(lexed, path, text.length)
  return { file, comments: lexed.comments, diagnostics: arrange(text, start, lexed.diagnostics, diagnostics) }
}

/** A file of its chunks. */
export function joined(path: string, length: number, parts: readonly Parsed[]): Parsed {
  const doc = parts[0]?.file.doc
  const file: File = {
    path,
    declarations: parts.flatMap((part) => part.file.declarations),
    ...(doc === undefined ? {} : { doc }),
    span: { file: path, start: 0, end: length },
  }
  return { file, comments: parts.flatMap((part) => part.comments), diagnostics: limited(parts.flatMap((part) => part.diagnostics)) }
}

const byPlace = (a: Diagnostic, b: Diagnostic): number => (a.span?.start ?? 0) - (b.span?.start ?? 0)

/** Lexical mistakes after which the parser reads what was meant: what it finds on their lines is a mistake of its own. */
const mended: ReadonlySet<string> = new Set(
  [syntax.semicolon, syntax.wrongQuotes, syntax.unknownEscape, syntax.malformedNumber, syntax.unknownUnit, syntax.spacedRatio].map(({ code }) => code),
)

/** One list in the order of the file. On a line with another lexical mistake, what the parser finds is its echo. */
function arrange(text: string, from: number, lexical: readonly Diagnostic[], grammatical: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = lexical.toSorted(byPlace).slice(0, errorLimit + 1)
  const places = first.filter(({ code }) => !mended.has(code)).flatMap((finding) => [finding.span, ...finding.related.map((related) => related.span)])
  const lines = places.map((span) => lineOf(text, (span?.start ?? from) - from))
  const isEcho = ({ span }: Diagnostic): boolean => lines.some((line) => span !== undefined && span.start - from >= line.start && span.start - from <= line.end)
  return limited([...first, ...grammatical.filter((finding) => !isEcho(finding))].toSorted(byPlace))
}

/** The first findings of a file; the last of them says where there are more. */
export function limited(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = all[errorLimit]
  if (next === undefined) return all
  return [...all.slice(0, errorLimit), syntax.tooManyErrors({ shown: errorLimit }, next.span === undefined ? {} : { span: next.span })]
}

function lineOf(text: string, offset: number): { start: number; end: number } {
  const end = text.indexOf('\n', offset)
  return { start: offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length : end }
}
