/** Which `.mtl` files a command is about, and what they hold. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Failure } from '../diagnostics/diagnostic.js'
import { unreadableFile } from '../diagnostics/types.js'
import { nodeHost } from '../host/node.js'
import { UsageError } from './exit.js'
import { shownPath } from './terminal.js'

/** The files as named, and those below the folders named, in a fixed order and each once. */
export async function sourceFiles(directory: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of paths) {
    const place = resolve(directory, path)
    const isFolder = await stat(place).then((entry) => entry.isDirectory(), () => false)
    if (!isFolder) {
      found.add(place)
      continue
    }
    const below = await filesBelow(place)
    if (below.length === 0) throw new UsageError(`there are no .mtl files in ${shownPath(directory)(place)}`)
    for (const file of below) found.add(file)
  }
  return [...found]
}

/** Without packages and hidden folders; links are not followed. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name.endsWith('.mtl')) found.push(path)
    else if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) found.push(...(await filesBelow(path)))
  }
  return found
}

/** The whole text, with its byte order mark. What is no text is left alone. */
export async function readSource(path: string, shown: string): Promise<string> {
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes === undefined) throw new Failure(unreadableFile({ path: shown, reason: nodeHost().whyUnreadable?.(path) }))
  return decodeSource(bytes, shown)
}

export function decodeSource(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failure(unreadableFile({ path: shown, reason: 'it is not text in UTF-8' }))
  }
}
