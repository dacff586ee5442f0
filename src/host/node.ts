/** The host on Node: files, and the modules that imports name. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Host } from './host.js'

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

const firstFile = (...paths: readonly string[]): string | undefined => paths.find(isFile)

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

function resolvePackage(specifier: string, from: string): string | undefined {
  const require = createRequire(pathToFileURL(from))
  for (const candidate of [specifier, `${specifier}.mtl`]) {
    try {
      const found = require.resolve(candidate)
      if (found.endsWith('.mtl')) return found
    } catch {
      // Not on the npm resolution path under this name: the next one may be.
    }
  }
  return undefined
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
      if (specifier.startsWith('.') || isAbsolute(specifier)) {
        const path = resolve(dirname(from), specifier)
        return extname(path) === '.mtl' ? firstFile(path) : firstFile(`${path}.mtl`, path)
      }
      return resolvePackage(specifier, from)
    },
  }
}
