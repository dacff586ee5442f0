import { dirname } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { TypedSource } from '../check/typed.js'
import { emptySource, emptyTable, mixedColumn, tooManyCategories, unreadableSource } from '../diagnostics/data.js'
import { Failure, hasErrors, type Diagnostic } from '../diagnostics/diagnostic.js'
import type { TableField } from '../types/field.js'
import { cellOf, finitePattern, nonFinitePattern, textOf } from './cells.js'
import { noColumn, openSource, type Column, type SourceFile } from './sources.js'
import { openWorkspace, quoteName, quoteText, reasonOf } from './workspace.js'

export interface InspectRequest {
  readonly sources: readonly TypedSource[]
  /** The file that declares the data: paths are relative to its folder. */
  readonly file: string
  /** Columns that the table does not take. */
  readonly except: readonly string[]
}

/** More different texts than this are no categories. */
const mostLabels = 10_000

type Kind = 'number' | 'text' | 'mixed'

/** By DuckDB's name of the type; what JSON holds is seen value by value. */
function kindOf(type: string): Kind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/.test(type)) return 'number'
  if (type === 'BLOB' || type === 'BIT' || type.endsWith(']') || /^(STRUCT|MAP|UNION|LIST|VARIANT)/.test(type)) return 'mixed'
  return 'text'
}

interface Seen {
  readonly values: number
  readonly numeric: boolean
  readonly mixed: boolean
  /** About how many different texts. */
  readonly different: number
}

const textSql = (file: SourceFile, name: string): string =>
  file.json ? `(${quoteName(name)} ->> '$')` : `cast(${quoteName(name)} as varchar)`

/** Looks at every value of the columns once. */
async function look(connection: DuckDBConnection, file: SourceFile, columns: readonly Column[]): Promise<readonly Seen[]> {
  const number = quoteText(`${finitePattern}|${nonFinitePattern}`)
  const asked = columns.flatMap(({ name, type }) => {
    const text = textSql(file, name)
    const mixed = file.json ? `bool_or(json_type(${quoteName(name)}) in ('ARRAY', 'OBJECT'))` : String(kindOf(type) === 'mixed')
    const numeric = kindOf(type) === 'number' ? 'true' : `bool_and(regexp_full_match(${text}, ${number}))`
    const plain = kindOf(type) === 'mixed' ? ['0', 'false', 'true', '0'] : undefined
    return plain ?? [`count(${text})`, numeric, mixed, kindOf(type) === 'number' ? '0' : `approx_count_distinct(${text})`]
  })
  const relation = file.relation(columns.map(({ name }) => name))
  const [row = []] = (await connection.runAndReadAll(`select ${asked.join(', ')} from ${relation}`)).getRows()
  return columns.map((_, index) => ({
    values: Number(row[4 * index] ?? 0),
    numeric: row[4 * index + 1] === true,
    mixed: row[4 * index + 2] === true,
    different: Number(row[4 * index + 3] ?? 0),
  }))
}

/** The different texts of each column. */
async function labelsOf(connection: DuckDBConnection, file: SourceFile, names: readonly string[]): Promise<readonly (readonly string[])[]> {
  if (names.length === 0) return []
  const lists = names.map((name) => `list(distinct ${textSql(file, name)})`)
  const [row = []] = (await connection.runAndReadAll(`select ${lists.join(', ')} from ${file.relation(names)}`)).getRows()
  return names.map((_, index) => {
    const cell = cellOf(row[index])
    return Array.isArray(cell) ? cell.map((label) => textOf(label)).filter((label) => label !== undefined) : []
  })
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Columns where all values are numbers become numbers, other texts categories; those without any value are left out. */
async function inspect(connection: DuckDBConnection, files: readonly SourceFile[], except: readonly string[]): Promise<TableField | readonly Diagnostic[]> {
  const [first] = files
  if (first === undefined) return []
  const findings: Diagnostic[] = []
  for (const file of files) {
    const names = new Set(file.columns.map(({ name }) => name))
    findings.push(...except.filter((name) => !names.has(name)).map((name) => noColumn(file, name, file.source.span)))
    const missing = first.columns.filter(({ name }) => !names.has(name) && !except.includes(name))
    findings.push(...missing.map(({ name }) => noColumn(file, name, file.source.span)))
  }
  if (findings.length > 0) return findings

  const names = first.columns.map(({ name }) => name).filter((name) => !except.includes(name))
  const seen = new Map<string, Seen[]>(names.map((name) => [name, []]))
  for (const file of files) {
    const columns = names.flatMap((name) => file.columns.filter((column) => column.name === name))
    if (columns.length === 0) continue
    const looked = await look(connection, file, columns)
    for (const [index, { name }] of columns.entries()) {
      const found = looked[index]
      if (found === undefined) continue
      seen.get(name)?.push(found)
      const place = { span: file.source.span }
      if (found.mixed) findings.push(mixedColumn({ column: name, source: file.name, type: columns[index]?.type ?? '' }, place))
    }
  }
  if (findings.length > 0) return findings

  const there = names.filter((name) => seen.get(name)?.some(({ values }) => values > 0))
  const numbers = there.filter((name) => seen.get(name)?.every(({ values, numeric }) => values === 0 || numeric))
  const texts = there.filter((name) => !numbers.includes(name))
  const labels = new Map<string, Set<string>>(texts.map((name) => [name, new Set()]))
  // The estimate is within a few percent; well above the limit, the labels need not be listed.
  const many = texts.filter((name) => seen.get(name)?.some(({ different }) => different > 1.5 * mostLabels))
  for (const file of files) {
    const listed = texts.filter((name) => !many.includes(name))
    const found = await labelsOf(connection, file, listed)
    for (const [index, name] of listed.entries()) for (const label of found[index] ?? []) labels.get(name)?.add(label)
  }
  for (const name of texts) {
    if (!many.includes(name) && (labels.get(name)?.size ?? 0) <= mostLabels) continue
    findings.push(tooManyCategories({ column: name, source: first.name, limit: mostLabels }, { span: first.source.span }))
  }
  if (findings.length > 0) return findings
  if (there.length === 0) return [emptyTable({ source: first.name }, { span: first.source.span })]

  let vocabulary = 0
  const categories = texts.map((column) => {
    const sorted = [...(labels.get(column) ?? [])].toSorted(byBytes)
    const offset = vocabulary
    vocabulary += sorted.length + 1
    return { column, labels: sorted, offset }
  })
  return { kind: 'table', numbers, categories, vocabulary }
}

/**
 * The type of a `table`: all columns of the training sources that nothing else reads, in the order of the first
 * source. Gives findings where a source cannot be read or a column is neither numbers nor texts.
 */
export async function inspectTable({ sources, file, except }: InspectRequest): Promise<TableField | readonly Diagnostic[]> {
  const training = sources.filter(({ part }) => part === 'train' || part === 'all')
  const workspace = await openWorkspace()
  const options = { connection: workspace.connection, directory: dirname(file), skipBadRows: false }
  let reading = ''
  const files: SourceFile[] = []
  try {
    const findings: Diagnostic[] = []
    for (const source of training.length > 0 ? training : sources) {
      reading = source.location
      const opened = await openSource(source, options, except)
      files.push(...opened.files)
      findings.push(...opened.diagnostics)
    }
    if (hasErrors(findings)) return findings
    if (files.length === 0) return sources.map(({ location, span }) => emptySource({ source: location }, { span }))
    return await inspect(workspace.connection, files, [...new Set(except)])
  } catch (error) {
    if (error instanceof Failure) return error.diagnostics
    const flaw = files.map((each) => each.flaw?.()).find((told) => told !== undefined)
    return [unreadableSource({ source: reading, reason: flaw ?? reasonOf(error) }, sources[0] === undefined ? {} : { span: sources[0].span })]
  } finally {
    workspace.close()
  }
}

/** The columns of the first of the sources that can be read; none where none can. */
export async function inspectColumns({ sources, file }: Pick<InspectRequest, 'sources' | 'file'>): Promise<readonly Column[]> {
  const workspace = await openWorkspace()
  try {
    const options = { connection: workspace.connection, directory: dirname(file), skipBadRows: false }
    for (const source of sources) {
      const [first] = (await openSource(source, options, [])).files
      if (first !== undefined) return first.columns
    }
    return []
  } finally {
    workspace.close()
  }
}
