/**
 * What the server knows of the data behind a file: the columns of its sources. Read once for each state of the files on
 * disk, never waited for longer than a moment, and silent where anything is wrong with them.
 */
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { InspectTable } from '../check/check.js'
import type { TypedSource } from '../check/typed.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { DataDeclaration } from '../syntax/ast.js'
import type { TableField } from '../types/field.js'
import type { Column } from './completion/offer.js'
import { isVirtual } from './uris.js'

type Inspected = TableField | readonly Diagnostic[]

export class DataSources {
  readonly #tables: Remembered<Inspected>
  readonly #columns: Remembered<readonly Column[]>
  readonly #folder: () => string

  /** `folder`: what documents that are no files stand in; `late` is told a source whose answer came when nobody waited for it any longer. */
  constructor(folder: () => string, late: (file: string) => void) {
    this.#folder = folder
    this.#tables = new Remembered<Inspected>([], late)
    this.#columns = new Remembered<readonly Column[]>([], late)
  }

  /** As the checker asks; while the data is still being read, nothing is known and nothing is wrong. */
  readonly inspectTable: InspectTable = (request) => {
    const file = this.#fileOf(request.file)
    // Findings point into the text, and are asked for again where it has moved.
    const spans = request.sources.map(({ span }) => [span.start, span.end])
    const key = JSON.stringify([stateOf(request.sources, file), request.except, spans])
    return this.#tables.soon(key, nameOf(request.sources), async () => (await import('../data/inspect.js')).inspectTable({ ...request, file }))
  }

  /** Columns of the first source that can be read. */
  readonly columns = (declaration: DataDeclaration, path: string): Promise<readonly Column[]> => {
    const file = this.#fileOf(path)
    const sources = sourcesOf(declaration)
    if (sources.length === 0) return Promise.resolve([])
    return this.#columns.soon(stateOf(sources, file), nameOf(sources), async () => (await import('../data/inspect.js')).inspectColumns({ sources, file }))
  }

  #fileOf(path: string): string {
    return isVirtual(path) ? join(this.#folder(), 'untitled.mtl') : path
  }
}

/** How long an answer may wait for the data, in milliseconds. */
const patience = 1_500
/** More answers than this are not remembered at once. */
const mostKept = 32

interface Kept<T> {
  readonly promise: Promise<T>
  done: boolean
}

/** Answers by key, each worked out once; one that takes long is `nothing` until it is there. */
class Remembered<T> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #nothing: T
  readonly #late: (source: string) => void

  constructor(nothing: T, late: (source: string) => void) {
    this.#nothing = nothing
    this.#late = late
  }

  async soon(key: string, source: string, read: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key) ?? this.#keep(key, read)
    if (kept.done) return kept.promise
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<T>((settle) => {
      timer = setTimeout(() => {
        void kept.promise.then(() => this.#late(source))
        settle(this.#nothing)
      }, patience)
    })
    try {
      return await Promise.race([kept.promise, tooLong])
    } finally {
      clearTimeout(timer)
    }
  }

  #keep(key: string, read: () => Promise<T>): Kept<T> {
    const kept: Kept<T> = {
      promise: read().catch(() => this.#nothing).finally(() => {
        kept.done = true
      }),
      done: false,
    }
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return kept
  }
}

const nameOf = ([first]: readonly TypedSource[]): string => first?.location ?? ''

function sourcesOf({ settings }: DataDeclaration): readonly TypedSource[] {
  return settings.flatMap((setting): TypedSource[] =>
    setting.kind === 'source' ? [{ part: 'all', kind: setting.role?.text === 'sql' ? 'sql' : 'file', location: setting.location.value, span: setting.location.span }] : [],
  )
}

/** Where sources are, and when they were last changed: of a pattern, the folder that it begins in. */
const stateOf = (sources: readonly TypedSource[], file: string): string =>
  JSON.stringify(sources.map(({ kind, location, part, folder }) => {
    const fixed = location.split(/[*?[{]/)[0] ?? ''
    const path = resolve(dirname(file), folder ?? '', fixed === location ? location : fixed.slice(0, fixed.lastIndexOf('/') + 1))
    return [kind, part, location, folder, dirname(file), kind === 'sql' ? 0 : (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1)]
  }))
