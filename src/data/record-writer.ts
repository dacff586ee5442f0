import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Part } from '../check/typed.js'
import { Failure } from '../diagnostics/diagnostic.js'
import { cannotWrite } from '../diagnostics/run.js'
import { Records } from './records.js'
import { parts } from './split.js'
import { chunks, reasonOf, type Workspace } from './workspace.js'

const pending = 1 << 20
/** Records are sorted in memory where all of them are no more than this, by reading them one by one otherwise. */
const heldBytes = 64 << 20

function readFully(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += readSync(file, bytes, done, bytes.length - done, done)
}

/** Writes in larger pieces than it is given. */
class Writer {
  readonly file: number
  private readonly bytes: Buffer
  private used = 0

  constructor(
    readonly path: string,
    readonly stride: number,
  ) {
    this.bytes = Buffer.allocUnsafe(Math.max(1, Math.floor(pending / stride)) * stride)
    this.file = openSync(path, 'wx+')
  }

  /** Room for the next record; filled by the caller before the next call. */
  next(): Buffer {
    if (this.used === this.bytes.length) this.flush()
    this.used += this.stride
    return this.bytes.subarray(this.used - this.stride, this.used)
  }

  flush(): void {
    for (let done = 0; done < this.used; ) done += writeSync(this.file, this.bytes, done, this.used - done)
    this.used = 0
  }
}

export interface Sorted {
  readonly records: Records
  /** Of the parts and the records in them. */
  readonly hash: string
}

/**
 * Takes records as they are read and gives them back part by part in the order of their hashes, which is the same
 * for any order they came in. DuckDB sorts keys only (outside memory where there are many); each record is written twice.
 */
export async function createRecordWriter(workspace: Workspace, stride: number) {
  const { writing: connection, folder } = workspace
  const failure = (error: unknown): Failure => new Failure(cannotWrite({ path: folder, reason: reasonOf(error) }))
  await connection.run('create table keys (part utinyint, a uinteger, b uinteger, c uinteger, d uinteger, place uinteger)')
  const appender = await connection.createAppender('keys')
  const raw = new Writer(join(folder, 'read.records'), stride)
  const counts: Record<Part, number> = { train: 0, validation: 0, test: 0 }
  let total = 0

  /** `digest` is the record's. */
  function add(record: Buffer, digest: Buffer, part: Part): void {
    try {
      record.copy(raw.next())
      appender.appendUTinyInt(parts.indexOf(part))
      for (let word = 0; word < 4; word++) appender.appendUInteger(digest.readUInt32BE(4 * word))
      appender.appendUInteger(total++)
      appender.endRow()
      counts[part]++
    } catch (error) {
      throw failure(error)
    }
  }

  async function finish(meaning: string): Promise<Sorted> {
    try {
      appender.closeSync()
      raw.flush()
      const sorted = new Writer(join(folder, 'sorted.records'), stride)
      const hash = createHash('sha256').update(meaning)
      let written = 0
      const held = total * stride <= heldBytes ? Buffer.allocUnsafe(total * stride) : undefined
      if (held !== undefined) readFully(raw.file, held)
      for await (const chunk of chunks(connection, 'select part, a, b, c, d, place from keys order by part, a, b, c, d, place')) {
        const columns = chunk.getColumns()
        const words = Buffer.alloc(17)
        written += chunk.rowCount
        for (let row = 0; row < chunk.rowCount; row++) {
          words[0] = Number(columns[0]?.[row])
          for (let word = 0; word < 4; word++) words.writeUInt32BE(Number(columns[word + 1]?.[row]), 1 + 4 * word)
          hash.update(words)
          const from = Number(columns[5]?.[row]) * stride
          if (held === undefined) readSync(raw.file, sorted.next(), 0, stride, from)
          else held.copy(sorted.next(), 0, from, from + stride)
        }
      }
      if (written !== total) throw new Error(`${written} of ${total} keys came back`)
      sorted.flush()
      discard()
      // The open file outlives its name: nothing is left behind, however the process ends.
      rmSync(sorted.path, { force: true })
      const records = new Records(sorted.file, stride, {
        train: { start: 0, count: counts.train },
        validation: { start: counts.train, count: counts.validation },
        test: { start: counts.train + counts.validation, count: counts.test },
      })
      return { records, hash: hash.digest('hex') }
    } catch (error) {
      throw failure(error)
    }
  }

  let discarded = false
  function discard(): void {
    if (discarded) return
    discarded = true
    closeSync(raw.file)
    rmSync(raw.path, { force: true })
  }

  return { add, finish, counts, discard }
}
