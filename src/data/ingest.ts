import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Part, TypedData } from '../check/typed.js'
import { badWeight, emptyPart, emptySource, missingValue, sharedGroup, unknownPart, unreadableSource } from '../diagnostics/data.js'
import { Failure, type Diagnostic, type Span } from '../diagnostics/diagnostic.js'
import { cellOf, cellOfJson, numberOf, textOf, type Cell } from './cells.js'
import { writeNumber } from './fields/number.js'
import { digestOf } from './digest.js'
import { createGroups, groupText, mayShareGroups } from './groups.js'
import { encodeSlot, type Layout, type Slot } from './layout.js'
import { problem, Problems, type Problem } from './problems.js'
import { createRecordWriter, type Sorted } from './record-writer.js'
import { noColumn, openSource, selectColumns, type SourceFile } from './sources.js'
import { divide, isDivided, partNamed } from './split.js'
import { reasonOf, wholeChunks, type Workspace } from './workspace.js'

/** Rows are encoded in blocks of at most this many bytes. */
const blockBytes = 8 << 20

export interface Ingested extends Sorted {
  readonly skipped: number
  /** By target: how many records of each part have it. */
  readonly known: ReadonlyMap<string, Readonly<Record<Part, number>>>
}

interface Needed {
  readonly column: string
  readonly span: Span
  /** Whether it is that of a field which names no other. */
  readonly own?: boolean
}

/** The columns that a file of this part must have: those of fields, of weights, and of the split where it is asked. */
function neededColumns(data: TypedData, layout: Layout, part: Part | 'all'): readonly Needed[] {
  const { split, weight } = data
  const needed: Needed[] = [...layout.inputs, ...layout.targets].flatMap(({ codec, field }) =>
    codec.columns.map((column) => ({ column, span: field.span, own: column === field.name && field.column === field.name })),
  )
  if (weight !== undefined) needed.push(weight)
  if (isDivided(split, part)) {
    const column = split.kind === 'column' ? split.column : split.group
    if (column !== undefined) needed.push({ column, span: split.span })
  }
  return needed.filter(({ column }, index) => needed.findIndex((other) => other.column === column) === index)
}

/** A column of a chunk, its values made plain. */
function cellsOf(chunk: DuckDBDataChunk, index: number, json: boolean): readonly Cell[] {
  const values = chunk.getColumnValues(index)
  return values.map((value) => (json && typeof value === 'string' ? cellOfJson(value) : cellOf(value)))
}

const cellsAt = (columns: readonly (readonly Cell[])[], row: number): readonly Cell[] => columns.map((values) => values[row] ?? null)

/** Which part a row belongs to, or what is wrong with the column that should say. `content` is its digest, worked out where it is asked. */
function partOf(data: TypedData, source: Part | 'all', content: () => Uint8Array, cell: Cell): Part | Problem {
  const { split } = data
  if (!isDivided(split, source)) return source === 'all' ? 'train' : source
  if (split.kind === 'column') {
    const text = cell === null ? undefined : textOf(cell)
    return (text === undefined ? undefined : partNamed(text)) ?? problem(unknownPart, split.column, cell, 'a part')
  }
  if (split.group === undefined) return divide(split, content())
  if (cell === null) return problem(missingValue, split.group, null, 'the group')
  return divide(split, digestOf(groupText(cell)))
}

/**
 * Reads all sources once: columns become records, each row is checked, gets its part and is written down. Holds one
 * chunk of rows at a time. Throws the findings, unless all there is are bad rows that may be skipped, and the reason of
 * the signal as soon as a chunk is done.
 */
export async function ingest(data: TypedData, layout: Layout, directory: string, workspace: Workspace, signal?: AbortSignal): Promise<Ingested> {
  const { connection } = workspace
  const options = { connection, directory, skipBadRows: data.skipBadRows }
  const findings: Diagnostic[] = []
  const opened: { readonly file: SourceFile; readonly needed: readonly Needed[] }[] = []
  const filesOf = new Map(data.sources.map((source) => [source, 0]))

  const groupColumn = data.split.kind === 'shares' ? data.split.group : undefined
  for (const source of data.sources) {
    const needed = neededColumns(data, layout, source.part)
    const { files, diagnostics } = await openSource(source, options, needed.map(({ column }) => column))
    findings.push(...diagnostics)
    for (const file of files) {
      const names = new Set(file.columns.map(({ name }) => name))
      findings.push(...needed.filter(({ column }) => !names.has(column)).map(({ column, span, own }) => noColumn(file, column, span, own)))
      // A source that is not divided need not tell groups; where it does, they are held against those of the others.
      const group = needed.every(({ column }) => column !== groupColumn) && names.has(groupColumn ?? '') ? groupColumn : undefined
      opened.push({ file, needed: group === undefined ? needed : [...needed, { column: group, span: data.split.span }] })
    }
    if (files.length === 0 && diagnostics.length === 0) findings.push(emptySource({ source: source.location }, { span: source.span }))
  }
  if (findings.length > 0) throw new Failure(...findings)

  const writer = await createRecordWriter(workspace, layout.stride)
  const groups = mayShareGroups(data) ? await createGroups(workspace) : undefined
  const problems = new Problems()
  const known = new Map(layout.targets.map(({ field }) => [field.name, { train: 0, validation: 0, test: 0 }]))
  let skipped = 0

  /** Encodes and files the first `total` rows of a chunk. */
  async function take(file: SourceFile, needed: readonly Needed[], chunk: DuckDBDataChunk, total: number, firstRow: number): Promise<void> {
    const cells = new Map(needed.map(({ column }, index) => [column, cellsOf(chunk, index, file.json)]))
    const column = (name: string): readonly Cell[] => cells.get(name) ?? []
    const slots = [...layout.inputs, ...layout.targets].map((slot) => ({ slot, columns: slot.codec.columns.map(column) }))
    const weights = layout.weight === undefined ? [] : column(layout.weight.column)
    const { split } = data
    const splitColumn = split.kind === 'column' ? split.column : split.group
    const splitCells = splitColumn === undefined ? [] : column(splitColumn)
    const size = Math.max(1, Math.min(total, Math.floor(blockBytes / layout.stride)))
    const block = Buffer.alloc(size * layout.stride)
    const coded = slots.filter(({ slot }) => slot.codec.content !== undefined)
    const copy = Buffer.alloc(layout.content)
    /** The digest of what a row says: neither its weight, nor which code its labels have. */
    const contentOf = (record: Buffer, digest: Uint8Array, row: number): Uint8Array => {
      if (coded.length === 0 && layout.weight === undefined) return digest
      record.copy(copy, 0, 0, layout.content)
      for (const { slot, columns } of coded) slot.codec.content?.(cellsAt(columns, row), copy, slot.offset)
      return digestOf(copy)
    }

    for (let first = 0; first < total; first += size) {
      signal?.throwIfAborted()
      const count = Math.min(size, total - first)
      block.fill(0)
      const found = new Map<number, { readonly problem: Problem; readonly span: Span }[]>()
      const note = (index: number, { field }: Pick<Slot, 'field'>, bad: Problem | undefined): void => {
        if (bad === undefined) return
        const before = found.get(index)
        if (before === undefined) found.set(index, [{ problem: bad, span: field.span }])
        else before.push({ problem: bad, span: field.span })
      }
      const waiting: Promise<void>[] = []
      // What was no record at all comes as a row of nothing from DuckDB's JSON reader.
      const unread = (row: number): boolean => file.json && data.skipBadRows && [...cells.values()].every((values) => values[row] === null)
      for (let index = 0; index < count; index++) {
        if (unread(first + index)) {
          skipped++
          continue
        }
        for (const { slot, columns } of slots) {
          const outcome = encodeSlot(slot, cellsAt(columns, first + index), block, index * layout.stride, file.folder)
          if (outcome instanceof Promise) waiting.push(outcome.then((bad) => note(index, slot, bad)))
          else note(index, slot, outcome)
        }
      }
      await Promise.all(waiting)
      for (let index = 0; index < count; index++) {
        if (unread(first + index)) continue
        const record = block.subarray(index * layout.stride, (index + 1) * layout.stride)
        const bad = found.get(index) ?? []
        if (layout.weight !== undefined && data.weight !== undefined) {
          const wrong = encodeWeight(weights[first + index] ?? null, layout.weight, record)
          if (wrong !== undefined) bad.push({ problem: wrong, span: data.weight.span })
        }
        const digest = digestOf(record)
        const part = partOf(data, file.source.part, () => contentOf(record, digest, first + index), splitCells[first + index] ?? null)
        if (typeof part !== 'string') bad.push({ problem: part, span: split.span })
        else if (bad.length === 0) {
          writer.add(record, digest, part)
          for (const { field, mask } of layout.targets) {
            const counts = known.get(field.name)
            if (counts !== undefined && mask !== undefined) counts[part] += record[mask] ?? 0
          }
          const group = splitCells[first + index] ?? null
          if (group !== null) groups?.add(group, part)
        }
        if (bad.length > 0) skipped++
        if (!data.skipBadRows) for (const { problem: wrong, span } of bad) problems.add(wrong, file.name, firstRow + first + index, span)
      }
    }
  }

  const readAll = async (): Promise<void> => {
    for (const { file, needed } of opened) {
      const rows = await readFile(file, needed)
      filesOf.set(file.source, (filesOf.get(file.source) ?? 0) + rows)
    }
    skipped += data.skipBadRows ? await rejectedLines(workspace) : 0
    if (findings.length === 0) {
      for (const [source, rows] of filesOf) if (rows === 0) findings.push(emptySource({ source: source.location }, { span: source.span }))
    }
    findings.push(...problems.findings())
    if (findings.length === 0) findings.push(...emptyParts(data, writer.counts))
    const shared = findings.length === 0 ? await groups?.finish() : undefined
    if (shared !== undefined) findings.push(sharedGroup({ ...shared, column: groupColumn ?? '' }, { span: data.split.span }))
    if (findings.length > 0) throw new Failure(...findings)
  }

  const readFile = async (file: SourceFile, needed: readonly Needed[]): Promise<number> => {
    let rows = 0
    try {
      for await (const { chunk, count } of wholeChunks(connection, selectColumns(file, needed.map(({ column }) => column)))) {
        await take(file, needed, chunk, count, rows + 1)
        rows += count
      }
    } catch (error) {
      if (error instanceof Failure || signal?.aborted === true || !isFromDuckDB(error)) throw error
      findings.push(unreadableSource({ source: file.name, reason: file.flaw?.() ?? reasonOf(error) }, { span: file.source.span }))
    }
    return rows
  }

  try {
    await readAll()
    signal?.throwIfAborted()
    const meaning = JSON.stringify([...data.inputs, ...data.targets].map(({ name, type }) => [name, type]))
    return { ...(await writer.finish(meaning)), skipped, known }
  } catch (error) {
    writer.discard()
    throw error
  }
}

function encodeWeight(cell: Cell, { column, offset }: NonNullable<Layout['weight']>, record: Buffer): Problem | undefined {
  const wanted = 'the sample weight'
  if (cell === null) return problem(missingValue, column, cell, wanted)
  const value = numberOf(cell)
  if (value !== undefined && value < 0) return problem(badWeight, column, cell, wanted)
  return writeNumber(cell, column, wanted, record, offset)
}

/** Errors of the bindings are plain errors that begin with a kind. */
const isFromDuckDB = (error: unknown): boolean => error instanceof Error && /^[A-Z][\w ]* Error: /.test(error.message)

/** Lines that were no rows at all, which the CSV reader left out. */
async function rejectedLines({ connection }: Workspace): Promise<number> {
  const tables = await connection.runAndReadAll("select 1 from duckdb_tables() where table_name = 'reject_errors'")
  if (tables.getRows().length === 0) return 0
  const reader = await connection.runAndReadAll('select count(*) from (select distinct scan_id, file_id, line from reject_errors)')
  return Number(reader.getRows()[0]?.[0] ?? 0)
}

/** Parts that the file asks for and that have no rows; training data is always asked for. */
function emptyParts(data: TypedData, counts: Readonly<Record<Part, number>>): readonly Diagnostic[] {
  const asked = new Map<Part, Span>([['train', data.span]])
  if (data.split.kind === 'shares') {
    for (const part of ['train', 'validation', 'test'] as const) if ((data.split.shares[part] ?? 0) > 0) asked.set(part, data.split.span)
  }
  for (const { part, span } of data.sources) if (part !== 'all') asked.set(part, span)
  return [...asked].filter(([part]) => counts[part] === 0).map(([part, span]) => emptyPart({ data: data.name, part }, { span }))
}
