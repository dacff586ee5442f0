import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface Compiler {
  readonly command: string
  readonly args: readonly string[]
  /** Whether a shell must start it: `.cmd` files of Windows. */
  readonly shell: boolean
}

/**
 * Which `mtlc` a folder is worked on with: the one of the setting, the one that the folder or one above it has
 * installed, or else the one on the path.
 */
export function compilerFor(folder: string | undefined, setting: string, exists: (path: string) => boolean = existsSync): Compiler {
  if (setting !== '') return starting(folder === undefined ? setting : resolve(folder, setting))
  for (let at = folder; at !== undefined; at = dirname(at) === at ? undefined : dirname(at)) {
    const script = join(at, 'node_modules', 'mtlc', 'bin', 'mtlc.js')
    if (exists(script)) return starting(script)
    const linked = join(at, 'node_modules', '.bin', 'mtlc')
    if (exists(linked)) return starting(linked)
  }
  return { command: 'mtlc', args: [], shell: process.platform === 'win32' }
}

/** A script is run by `node`, since the editor's own runtime is not the one that native packages were installed for. */
const starting = (path: string): Compiler =>
  /\.[cm]?js$/.test(path) ? { command: 'node', args: [path], shell: false } : { command: path, args: [], shell: /\.(?:cmd|bat)$/i.test(path) }
