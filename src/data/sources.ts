import { statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { TypedSource } from '../check/typed.js'
import { badQuery, sourceNotFound, unknownColumn, unknownFormat, unreadableSource } from '../diagnostics/data.js'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import { suggest } from '../diagnostics/suggest.js'
import { beginning, mixedLineEnds, readHeader } from './csv.js'
import { glob, isPattern } from './glob.js'
import { quoteName, quoteText, reasonOf } from './workspace.js'

export interface Column {
  readonly name: string
  /** DuckDB's type of it; `JSON` for JSON files, whose values have types of their own. */
  readonly type: string
}

/** One file of a source (or its query), opened as far as to know its columns. */
export interface SourceFile {
  readonly source: TypedSource
  /** As messages name it. */
  readonly name: string
  /** What paths of images are relative to. */
  readonly folder: string
  /** Values come as JSON text. */
  readonly json: boolean
  readonly columns: readonly Column[]
  /** SQL for its rows, with these of its columns at least. */
  relation(columns: readonly string[]): string
  /** What is wrong with the file, where it tells more than DuckDB does. */
  flaw?(): string | undefined
}

export interface Opened {
  readonly files: readonly SourceFile[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface SourceOptions {
  readonly connection: DuckDBConnection
  readonly directory: string
  readonly skipBadRows: boolean
}

/** DuckDB takes paths for patterns; in brackets a character stands for itself. */
const literalPath = (path: string): string => quoteText(path.replaceAll(/[*?[]/g, '[$&]'))

async function columnsOf(connection: DuckDBConnection, relation: string): Promise<readonly Column[]> {
  const reader = await connection.runAndReadAll(`describe select * from ${relation}`)
  return reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }))
}

type Shape = Pick<SourceFile, 'json' | 'columns' | 'relation' | 'flaw'>

async function openParquet(path: string, { connection }: SourceOptions): Promise<Shape> {
  const relation = `read_parquet(${literalPath(path)}, hive_partitioning = false)`
  return { json: false, columns: await columnsOf(connection, relation), relation: () => relation }
}

/** Every value is read as text and given its type by the field that takes it, so that a message can show it. */
function openCsv(path: string, { skipBadRows }: SourceOptions): Shape | undefined {
  const header = readHeader(beginning(path))
  if (header === undefined) return undefined
  const types = header.columns.map((column) => `${quoteText(column)}: 'VARCHAR'`).join(', ')
  const errors = skipBadRows ? ', ignore_errors = true, store_rejects = true, rejects_limit = 0' : ''
  const relation =
    `read_csv(${literalPath(path)}, auto_detect = false, header = true, columns = {${types}}, ` +
    `delim = ${quoteText(header.delimiter)}, quote = '"', escape = '"'${errors})`
  return { json: false, columns: header.columns.map((name) => ({ name, type: 'VARCHAR' })), relation: () => relation, flaw: () => mixedLineEnds(beginning(path)) }
}

async function openJson(path: string, { connection, skipBadRows }: SourceOptions, needed: readonly string[]): Promise<Shape | undefined> {
  if (beginning(path).trim() === '') return undefined
  const format = /\.json(\.gz)?$/i.test(path) ? 'auto' : 'newline_delimited'
  const settings = `format = '${format}', records = true, ignore_errors = ${skipBadRows && format !== 'auto'}`
  const find = (sample: number): Promise<readonly Column[]> =>
    columnsOf(connection, `read_json(${literalPath(path)}, ${settings}, sample_size = ${sample}, map_inference_threshold = -1)`)
  let found = await find(20_480)
  // A column may first appear far down.
  if (needed.some((name) => found.every((column) => column.name !== name))) found = await find(-1)
  return {
    json: true,
    columns: found.map(({ name }) => ({ name, type: 'JSON' })),
    relation: (columns) =>
      `read_json(${literalPath(path)}, ${settings}, columns = {${columns.map((name) => `${quoteText(name)}: 'JSON'`).join(', ')}})`,
  }
}

async function openQuery(source: TypedSource, options: SourceOptions): Promise<Opened> {
  const { connection } = options
  const directory = resolve(options.directory, source.folder ?? '')
  const query = source.location.trim().replace(/;\s*$/, '')
  const relation = `(${query}\n)`
  try {
    const statements = await connection.extractStatements(query)
    if (statements.count !== 1) throw new Error('it is more than one statement')
    await connection.run(`set file_search_path = ${quoteText(directory)}`)
    const columns = await columnsOf(connection, relation)
    return { files: [{ source, name: 'sql', folder: directory, json: false, columns, relation: () => relation }], diagnostics: [] }
  } catch (error) {
    return { files: [], diagnostics: [badQuery({ reason: reasonOf(error) }, { span: source.span })] }
  }
}

async function openFile(source: TypedSource, path: string, options: SourceOptions, needed: readonly string[]): Promise<Opened> {
  const within = relative(options.directory, path).replaceAll('\\', '/')
  const name = isAbsolute(source.location) ? path : within
  const plain = name.toLowerCase().replace(/\.gz$/, '')
  const packed = name.toLowerCase().endsWith('.gz')
  try {
    const shape = plain.endsWith('.parquet') && !packed
      ? await openParquet(path, options)
      : /\.(csv|tsv)$/.test(plain)
        ? openCsv(path, options)
        : /\.(json|jsonl|ndjson)$/.test(plain)
          ? await openJson(path, options, needed)
          : 'unknown'
    if (shape === 'unknown') return { files: [], diagnostics: [unknownFormat({ source: name }, { span: source.span })] }
    return { files: shape === undefined ? [] : [{ source, name, folder: dirname(path), ...shape }], diagnostics: [] }
  } catch (error) {
    return { files: [], diagnostics: [unreadableSource({ source: name, reason: reasonOf(error) }, { span: source.span })] }
  }
}

/** Finds a source's files, in byte order of their names. Files without a single byte are left out. */
export async function openSource(source: TypedSource, options: SourceOptions, needed: readonly string[]): Promise<Opened> {
  if (source.kind === 'sql') return openQuery(source, options)
  const { directory } = options
  const location = source.location.replaceAll('\\', '/')
  const exists = statSync(resolve(directory, location), { throwIfNoEntry: false })
  const pattern = isPattern(location) && exists === undefined
  const root = isAbsolute(location) ? '/' : directory
  const paths = pattern ? glob(root, location) : exists === undefined ? [] : [location]
  if (paths.length === 0) {
    return { files: [], diagnostics: [sourceNotFound({ source: source.location, folder: directory, pattern }, { span: source.span })] }
  }
  if (exists?.isDirectory() === true) {
    const reason = 'it is a folder; a pattern takes the files in it, such as `folder/*.csv`'
    return { files: [], diagnostics: [unreadableSource({ source: source.location, reason }, { span: source.span })] }
  }
  const opened: Opened[] = []
  for (const path of paths) opened.push(await openFile(source, resolve(root, path), options, needed))
  return { files: opened.flatMap(({ files }) => files), diagnostics: opened.flatMap(({ diagnostics }) => diagnostics) }
}

const listed = 12

/** A finding for a column that is not there; the span is a field's `own` where that is named after its column, and could name another. */
export function noColumn(file: SourceFile, column: string, span: Span, own = false): Diagnostic {
  const names = file.columns.map(({ name }) => name)
  const suggestion = suggest(column, names)
  const edits = own && suggestion !== undefined ? { edits: [{ span: { ...span, start: span.end }, text: ` from ${JSON.stringify(suggestion)}` }] } : {}
  const columns = names.slice(0, listed).map((name) => `\`${name}\``).join(', ') + (names.length > listed ? ', …' : '')
  return unknownColumn({ column, source: file.name, columns, ...(suggestion === undefined ? {} : { suggestion }) }, { span, ...edits })
}

/** SQL that reads these columns of a file in the order of its rows. */
export const selectColumns = (file: SourceFile, columns: readonly string[]): string =>
  `select ${columns.length === 0 ? '1' : columns.map(quoteName).join(', ')} from ${file.relation(columns)}`
