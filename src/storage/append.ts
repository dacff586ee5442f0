/** A file that grows by whole records: gathered for a moment, then written by one call, so that a killed process leaves whole ones. */
import { closeSync, fsyncSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { writingNow } from './files.js'

/** Milliseconds that a record waits at most. */
const patience = 1000

export class AppendedFile {
  readonly #path: string
  readonly #descriptor: number
  #waiting: (string | Uint8Array)[] = []
  #timer: NodeJS.Timeout | undefined
  #failure: unknown

  /** Goes on after the first `from` bytes of what is there; what comes after them is dropped. */
  constructor(path: string, from: number) {
    this.#path = path
    this.#descriptor = writingNow(path, () => {
      mkdirSync(dirname(path), { recursive: true })
      const descriptor = openSync(path, 'a')
      truncateSync(path, from)
      return descriptor
    })
  }

  /** Throws what an earlier writing failed by. */
  append(record: string | Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure
    this.#waiting.push(record)
    // A process that has nothing else to do ends; `close` then writes what waits.
    this.#timer ??= setTimeout(() => {
      try {
        this.flush()
      } catch (error) {
        this.#failure = error
      }
    }, patience).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.length === 0) return
    const bytes = Buffer.concat(this.#waiting.map((record) => (typeof record === 'string' ? Buffer.from(record) : record)))
    this.#waiting = []
    writingNow(this.#path, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written)
    })
  }

  /** Writes what waits, and waits until the disk has it. */
  sync(): void {
    this.flush()
    writingNow(this.#path, () => fsyncSync(this.#descriptor))
  }

  close(): void {
    try {
      this.flush()
    } finally {
      closeSync(this.#descriptor)
    }
  }
}
