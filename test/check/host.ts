/** Files that live in memory, beside the real standard library. */
import type { Host } from '../../src/host/host.js'
import { nodeHost } from '../../src/host/node.js'

export type Files = Readonly<Record<string, string>>

const node = nodeHost()

const normal = (path: string): string => path.replace(/^\.\//, '')

/** Paths are names: "main.mtl", "blocks.mtl". */
export function memoryHost(files: Files): Host {
  return {
    readText: (path) => files[path] ?? node.readText(path),
    resolve(specifier, from) {
      if (specifier.startsWith('std/')) return node.resolve(specifier, from)
      return [normal(specifier), `${normal(specifier)}.mtl`].find((path) => path in files)
    },
  }
}
