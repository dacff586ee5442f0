/** All files that a name may be said in: the open documents, and the `.mtl` files of the workspace’s folders. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { evaluate } from '../check/evaluate.js'
import type { Module } from '../check/module.js'
import { Loader, type Parse } from '../check/modules.js'
import { Session } from '../check/session.js'
import type { Host } from '../host/host.js'

/** What is looked through for a name. */
export interface Files {
  readonly paths: () => readonly string[]
  readonly host: Host
  /** Reads a text, where its tree is not known already. */
  readonly read: Parse
  /** Whether a file is of the standard library, which no project changes. */
  readonly isLibrary: (path: string) => boolean
}

/** More files than this are not looked through. */
const mostFiles = 5_000
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'out'])

export function filesIn(folders: readonly string[]): readonly string[] {
  const found: string[] = []
  const open = [...folders]
  for (let folder = open.pop(); folder !== undefined && found.length < mostFiles; folder = open.pop()) {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.name.startsWith('.') || skipped.has(entry.name)) continue
        if (entry.isDirectory()) open.push(join(folder, entry.name))
        else if (entry.name.endsWith('.mtl')) found.push(join(folder, entry.name))
      }
    } catch {
      // A folder that cannot be read holds nothing.
    }
  }
  return found
}

/** Files whose text holds a word, with the names that they declare and import. Each file is read once. */
export function modulesSaying(word: string, paths: Iterable<string>, host: Host, read?: Parse): readonly Module[] {
  const loader = new Loader(host, new Session(evaluate), read)
  return [...new Set(paths)].flatMap((path) => {
    const text = host.readText(path)
    const module = text?.includes(word) === true ? loader.load(path) : undefined
    return module === undefined ? [] : [module]
  })
}
