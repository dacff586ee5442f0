/**
 * The formatter as a plugin of Prettier: `prettier --plugin mtlc/prettier model.mtl`. It formats `.mtl` files, and `mtl` code in
 * Markdown.
 */
import type { Parser, Plugin, Printer } from 'prettier'
import { linesOf } from './diagnostics/position.js'
import { defaultLayout, readFormattable, type Readable } from './syntax/format.js'
import { printFile } from './syntax/print/file.js'

export const languages: NonNullable<Plugin['languages']> = [
  { name: 'MTL', parsers: ['mtl'], extensions: ['.mtl'], aliases: ['mtl'], vscodeLanguageIds: ['mtl'] },
]

/** Prettier's own default of 80 columns is narrower than what `mtlc fmt` writes. */
export const defaultOptions: NonNullable<Plugin['defaultOptions']> = { ...defaultLayout }

const mtl: Parser<Readable> = {
  astFormat: 'mtl',
  parse(text, { filepath = 'input.mtl' }) {
    const read = readFormattable(text, filepath)
    if (!('diagnostics' in read)) return read
    const [finding] = read.diagnostics
    const lines = linesOf(text)
    const error = new SyntaxError(finding === undefined ? 'this file cannot be read' : `${finding.message} (${finding.code})`)
    throw finding?.span === undefined ? error : Object.assign(error, { loc: { start: lines.at(finding.span.start), end: lines.at(finding.span.end) } })
  },
  locStart: ({ file }) => file.span.start,
  locEnd: ({ file }) => file.span.end,
}

export const parsers: Record<string, Parser> = { mtl }

/** The whole file is one document: comments are placed by the tokens, not by Prettier. */
const printer: Printer<Readable> = {
  print: ({ node: { file, source } }, options) => printFile(file, source, options),
  getVisitorKeys: () => [],
}

export const printers: Record<string, Printer> = { mtl: printer }
