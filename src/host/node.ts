/** The host on Node: files, and the modules that imports name. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from './host.js'
import { firstFile, resolvePackage } from './node-packages.js'

/** `stdlib/` stands beside the package's own package.json, whether this runs from `src` or from `dist`. */
function findLibrary(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    if (existsSync(join(folder, 'stdlib', 'core.mtl'))) return join(folder, 'stdlib')
    const parent = dirname(folder)
    if (parent === folder) return undefined
    folder = parent
  }
}

export function nodeHost(): Host {
  const library = findLibrary()
  return {
    readText(path) {
      try {
        return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
      } catch {
        return undefined
      }
    },
    whyUnreadable(path) {
      try {
        const found = statSync(path, { throwIfNoEntry: false })
        if (found === undefined) return 'there is no such file'
        return found.isFile() ? 'permission denied' : 'it is a folder, not a file'
      } catch {
        return 'a part of its path cannot be read'
      }
    },
    resolve(specifier, from) {
      if (specifier.startsWith('std/')) {
        return library === undefined ? undefined : firstFile(join(library, `${specifier.slice(4)}.mtl`))
      }
      if (isPath(specifier)) {
        const path = resolve(dirname(from), specifier)
        return extname(path) === '.mtl' ? firstFile(path) : firstFile(`${path}.mtl`, path)
      }
      const found = resolvePackage(specifier, from)
      return typeof found === 'string' ? found : undefined
    },
    whyUnresolved(specifier, from) {
      if (specifier.startsWith('std/')) return { reason: `the standard library has ${librariesIn(library).join(', ')}` }
      if (isPath(specifier)) return undefined
      const found = resolvePackage(specifier, from)
      return typeof found === 'string' ? undefined : found
    },
  }
}

const isPath = (specifier: string): boolean => specifier.startsWith('.') || isAbsolute(specifier)

const librariesIn = (folder: string | undefined): readonly string[] =>
  (folder === undefined ? [] : readdirSync(folder)).filter((name) => name.endsWith('.mtl')).map((name) => `"std/${name.slice(0, -4)}"`).toSorted()
