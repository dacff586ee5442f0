import { access, constants, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../diagnostics/diagnostic.js'
import { cannotWrite } from '../diagnostics/run.js'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is where a folder is needed',
  EISDIR: 'a folder is in its place',
  ENOENT: 'the folder is gone',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reported an error',
  EFBIG: 'the file would be larger than is allowed',
}

/** What the system says of a file, in words; undefined for an error that is not about files. */
export function fileTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !('syscall' in error)) return undefined
  return reasons[error.code] ?? error.message
}

/** Runs `write`; what the system says against it becomes a finding about `path`. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const reason = fileTrouble(error)
    throw reason === undefined ? error : new Failure(cannotWrite({ path, reason }))
  }
}

/** The same for what is written at once. */
export function writingNow<T>(path: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    const reason = fileTrouble(error)
    throw reason === undefined ? error : new Failure(cannotWrite({ path, reason }))
  }
}

export const makeFolder = (path: string): Promise<void> =>
  writing(path, async () => {
    await mkdir(path, { recursive: true })
  })

/** Makes the names in a folder last over a crash, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** Writes a file, with these permissions where they are given, and waits until the disk has it. */
export async function writeToDisk(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    if (mode !== undefined) await file.chmod(mode)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Writes a file whole or not at all: beside its place, to the disk, then renamed over what was there. */
export function writeAtomically(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  return writing(path, async () => {
    try {
      await writeToDisk(beside, content, mode)
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined)
      throw error
    }
    await syncFolder(dirname(path))
  })
}

/** Writes a file of the user's anew: where links to it point, with the permissions that it has, and only if it may be written. */
export const rewriteAtomically = (path: string, content: string): Promise<void> =>
  writing(path, async () => {
    const place = await realpath(path)
    await access(place, constants.W_OK)
    const { mode } = await stat(place)
    await writeAtomically(place, content, mode)
  })
