/** One run at a time into a folder, across processes. */
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { Failure } from '../diagnostics/diagnostic.js'
import { folderInUse } from '../diagnostics/run.js'
import { makeFolder, writing } from './files.js'
import { isAlive, thisProcess, type Holder } from './holder.js'

export const lockName = '.lock'

/** Locks held by this process: its number alone would not tell two runs within it apart. */
const held = new Set<string>()

/** A lock of this process that it does not hold is an earlier process's of the same number. */
const inUse = async (holder: Holder, path: string): Promise<boolean> =>
  holder.pid === process.pid && holder.host === hostname() ? held.has(path) : isAlive(holder)

function parse(text: string): Holder | undefined {
  try {
    const { pid, host, began } = JSON.parse(text) as Partial<Holder>
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined
    return { pid, host, ...(began === undefined ? {} : { began }) }
  } catch {
    return undefined
  }
}

/** A lock that is gone or stale is tried for again, so often at most. */
const attempts = 100

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

/** What `work` gives; undefined where the file is gone, which it may be at any time. All else is a finding about `path`. */
const unlessGone = <T>(path: string, work: () => Promise<T>): Promise<T | undefined> =>
  writing(path, () =>
    work().catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }),
  )

/**
 * Takes the folder for this run, making it if need be; gives what releases it. Fails where another run
 * has it. A lock whose process is gone is taken over.
 */
export function lockFolder(folder: string): Promise<() => Promise<void>> {
  const locked = last.then(() => lock(folder))
  last = locked.catch(() => undefined)
  return locked
}

/** Attempts within this process go one after the other: what is held is then known when the next one looks. */
let last: Promise<unknown> = Promise.resolve()

async function lock(folder: string): Promise<() => Promise<void>> {
  await makeFolder(folder)
  const path = resolve(folder, lockName)
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  const holder = await thisProcess()

  await writing(path, () => writeFile(own, JSON.stringify(holder)))
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        // A link is made whole or not at all, and never over another.
        await link(own, path)
        held.add(path)
        break
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') await writing(path, () => Promise.reject(error))
      }
      if (attempt === attempts) throw new Failure(folderInUse({ folder, holder: 'several take it in turns', lock: path }))
      const text = await unlessGone(path, () => readFile(path, 'utf8'))
      if (text === undefined) continue
      const other = parse(text)
      if (other !== undefined && (await inUse(other, path))) {
        const where = other.host === hostname() ? '' : ` on ${other.host}`
        throw new Failure(folderInUse({ folder, holder: `process ${other.pid}${where}`, lock: path }))
      }
      // Set aside rather than deleted: if someone else took it over in between, it is theirs and goes back.
      const aside = `${own}.stale`
      const taken = await unlessGone(path, async () => {
        await rename(path, aside)
        return readFile(aside, 'utf8')
      })
      if (taken !== undefined && taken !== text) await link(aside, path).catch(() => undefined)
      await rm(aside, { force: true })
    }
  } finally {
    await rm(own, { force: true })
  }
  return async () => {
    if (held.delete(path)) await rm(path, { force: true })
  }
}
