/** Lays a file out anew: a pure function of its text. */
import { printer } from 'prettier/doc'
import { hasErrors, type Diagnostic } from '../diagnostics/diagnostic.js'
import { fileTooLong } from '../diagnostics/syntax.js'
import type * as ast from './ast.js'
import type { Source } from './print/cursor.js'
import { printFile, type Layout } from './print/file.js'
import { lex, type Comment } from './lexer.js'
import { parse, textLimit, type Parsed } from './parse.js'
import { Newline } from './tokens.js'

export const defaultLayout: Layout = { printWidth: 100, tabWidth: 2 }

export type Formatted = { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] }

/** A file and its tokens, as the printer needs them. */
export interface Readable {
  readonly file: ast.File
  readonly source: Source
}

/**
 * The file as it should be written, or why it cannot be read. Line ends are those of the file's first line, and a byte order
 * mark stays. Throws only for a bug: where the result would not say the same as the text.
 */
export function format(text: string, path: string, layout: Layout = defaultLayout): Formatted {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lineEnd = /\r\n?|\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n'
  const plain = text.slice(mark.length).replaceAll(/\r\n?/g, '\n')
  const read = readFormattable(plain, path)
  // Findings point into the text as it is.
  if ('diagnostics' in read) return { diagnostics: plain === text ? read.diagnostics : parse(text, path).diagnostics }
  const formatted = printer.printDocToString(printFile(read.file, read.source, layout), layout).formatted
  if (formatted.length > textLimit) return { diagnostics: [fileTooLong({ limit: textLimit }, { span: { file: path, start: text.length, end: text.length } })] }
  if (formatted !== plain) assertSame(read, parse(formatted, path))
  return { text: mark + (lineEnd === '\n' ? formatted : formatted.replaceAll('\n', lineEnd)) }
}

/** Reads a text with plain line ends. What has errors in its syntax cannot be laid out: the tree does not hold all of it. */
export function readFormattable(text: string, path: string): Readable | { readonly diagnostics: readonly Diagnostic[] } {
  const { file, comments, diagnostics } = parse(text, path)
  if (hasErrors(diagnostics)) return { diagnostics }
  const tokens = lex(text, path).tokens.filter((token) => token.tokenType !== Newline)
  return { file, source: { text, tokens, comments } }
}

/** A formatter that changes what a file says is worse than none. */
function assertSame({ file, source }: Readable, now: Parsed): void {
  if (!hasErrors(now.diagnostics) && sameTree(file, now.file) && sameComments(source.comments, now.comments)) return
  throw new Error(`formatting would have changed what ${file.path} says; it was left as it is`)
}

/** Equal but for the places. */
function sameTree(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  const [left, right] = [Object.keys(a), Object.keys(b)]
  return left.length === right.length && left.every((key) => key === 'span' || (Object.hasOwn(b, key) && sameTree(field(a, key), field(b, key))))
}

const field = (node: object, key: string): unknown => Reflect.get(node, key)

/** Equal but for the indentation of their lines. */
function sameComments(a: readonly Comment[], b: readonly Comment[]): boolean {
  return a.length === b.length && a.every((comment, index) => comment.kind === b[index]?.kind && bare(comment) === bare(b[index]))
}

const bare = ({ text }: Comment): string => text.split('\n').map((line) => line.trim()).join('\n')
