import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { Failure } from '../diagnostics/diagnostic.js'
import { cannotWrite } from '../diagnostics/run.js'
import { isAlive, thisProcess, type Holder } from '../storage/holder.js'

/** Bounds what DuckDB holds; what does not fit goes to the workspace's folder. */
const memoryLimit = '1GB'
const threads = '2'
const prefix = 'mtlc-data-'

/** A folder for what is made while a data set is read, with a DuckDB in it. Gone when closed, or when the process ends. */
export interface Workspace {
  readonly folder: string
  readonly connection: DuckDBConnection
  /**
   * For writing while a query is streamed: any statement on a connection, an appender's flush included, ends the
   * stream on it, and what is left of its rows is lost without an error.
   */
  readonly writing: DuckDBConnection
  close(): void
}

/** The machine and the process, told by the name from the first moment on: `mtlc-data-<pid>-<began>-<host>-…`. */
const nameOf = ({ pid, host, began = '' }: Holder): string => `${prefix}${pid}-${began}-${Buffer.from(host).toString('hex')}-`

function holderOf(name: string): Holder | undefined {
  const [, pid, began = '', host = ''] = /^mtlc-data-(\d+)-(\d*)-([\da-f]*)-/.exec(name) ?? []
  if (pid === undefined) return undefined
  return { pid: Number(pid), host: Buffer.from(host, 'hex').toString(), ...(began === '' ? {} : { began }) }
}

/** Removes the folders of processes that were killed before they could. */
async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const holder = holderOf(name)
    if (holder === undefined || (await isAlive(holder))) continue
    try {
      rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      // Another process sweeps as well, or another user owns it.
    }
  }
}

export async function openWorkspace(parent: string = tmpdir()): Promise<Workspace> {
  let folder: string
  try {
    mkdirSync(parent, { recursive: true })
    await sweep(parent)
    folder = mkdtempSync(join(parent, nameOf(await thisProcess())))
  } catch (error) {
    throw new Failure(cannotWrite({ path: parent, reason: error instanceof Error ? error.message : String(error) }))
  }
  const remove = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Swept by a later run.
    }
  }
  process.once('exit', remove)

  // Slow to load: only those who open data wait for it.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), {
    threads,
    memory_limit: memoryLimit,
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const writing = await instance.connect()
  return {
    folder,
    connection,
    writing,
    close() {
      connection.closeSync()
      writing.closeSync()
      instance.closeSync()
      process.removeListener('exit', remove)
      remove()
    },
  }
}

/** `'it''s'` */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** `"a ""column"""` */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The rows of a query as they come, a chunk at a time. Until the last one, the connection must do nothing else. */
export async function* chunks(connection: DuckDBConnection, query: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(query)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    yield chunk
  }
}

const end = quoteName('the end of the rows')

/**
 * All rows of a query, `count` of each chunk. DuckDB ends a stream that fails on the way as it ends one that does not: that it came to its end is
 * told by a row after the last. Throws what DuckDB says.
 */
export async function* wholeChunks(connection: DuckDBConnection, query: string): AsyncGenerator<{ readonly chunk: DuckDBDataChunk; readonly count: number }> {
  let ended = false
  for await (const chunk of chunks(connection, `select *, false as ${end} from (${query}) union all by name select true as ${end}`)) {
    ended = chunk.getColumnVector(chunk.columnCount - 1).getItem(chunk.rowCount - 1) === true
    const count = chunk.rowCount - Number(ended)
    if (count > 0) yield { chunk, count }
  }
  if (ended) return
  // Read once more in a way that tells.
  await connection.runAndReadAll(`select bit_xor(hash(found)) from (${query}) as found`)
  throw new Error('IO Error: its rows came to an end too early')
}

/** Messages may hold a whole value of the data. */
const longestReason = 300

/** What DuckDB says about an error, without its advice about its own settings. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const [told = ''] = text.split(/\n\s*(?:Possible fixes|Possible solutions|LINE \d+:|file\s*=)/)
  const reason = told
    .replaceAll(/ (?:in|at end of|of) file (?:"[^"]*"|'[^']*')|File '[^']*' /g, '')
    .replace(/The CSV Parser state machine[^]*/, 'its lines end in different ways, or its quotes do not match')
    .replace(/^(?:Invalid Input|IO|Parser|Binder|Catalog|Conversion|Not implemented) Error: /i, '')
    .replaceAll(/\s*\n\s*/g, '; ')
    .trim()
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason
}
