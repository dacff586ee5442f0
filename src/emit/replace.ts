import { copyFile, link, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, syncFolder, writeToDisk, writing } from '../storage/files.js'

export interface OutputFile {
  readonly name: string
  readonly content: Uint8Array | string
}

/** Writes a file that is not there yet, to the disk. Tests pass one that fails. */
export type WriteFile = (path: string, content: Uint8Array | string) => Promise<void>

const stagingPrefix = '.staging-'

/**
 * Replaces files of a folder together: all are written to a staging folder first, so that what can fail (a full
 * disk) fails before anything is touched; then they are renamed into place in the order given, and a failure among
 * the renames puts the old ones back. A process that is killed among the renames leaves some files new and some old,
 * each of them whole: the last file should say what the others are. Other files of the folder stay as they are. The
 * caller holds the folder's lock.
 */
export async function replaceFiles(directory: string, files: readonly OutputFile[], write: WriteFile = writeToDisk): Promise<void> {
  await makeFolder(directory)
  const staging = join(directory, `${stagingPrefix}${process.pid}`)
  // What a killed run left behind.
  const left = (await writing(directory, () => readdir(directory))).filter((name) => name.startsWith(stagingPrefix))
  await Promise.all(left.map((name) => rm(join(directory, name), { recursive: true, force: true })))
  try {
    await makeFolder(staging)
    for (const { name, content } of files) await writing(join(directory, name), () => write(join(staging, name), content))
    await exchange(directory, staging, files)
    await syncFolder(directory)
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Renames the staged files into place; on a failure the folder is as it was. */
async function exchange(directory: string, staging: string, files: readonly OutputFile[]): Promise<void> {
  const undo: (() => Promise<void>)[] = []
  try {
    for (const { name, content } of files) {
      const place = join(directory, name)
      const old = join(staging, `${name}.old`)
      const before = await readFile(place).catch(() => undefined)
      // Unchanged files keep their times, so that what watches them stays quiet.
      if (before !== undefined && before.equals(typeof content === 'string' ? Buffer.from(content) : content)) continue
      await writing(place, async () => {
        if (before !== undefined) await link(place, old).catch(() => copyFile(place, old))
        await rename(join(staging, name), place)
      })
      undo.push(() => (before === undefined ? rm(place, { force: true }) : rename(old, place)))
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => undefined)
    throw error
  }
}
