import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const isPattern = (path: string): boolean => /[*?[{]/.test(path)

/** One part of a path between slashes as a regular expression: `*`, `?`, `[a-z]`, `{a,b}`. */
function segmentExpression(segment: string): RegExp {
  const source = segment.replaceAll(/\[!?[^\]]+\]|\{[^}]*\}|[\s\S]/g, (token) => {
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1 && token.startsWith('[')) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    if (token.length > 1 && token.startsWith('{')) {
      return `(?:${token.slice(1, -1).split(',').map((choice) => segmentExpression(choice).source.slice(1, -1)).join('|')})`
    }
    return token.replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
  })
  return new RegExp(`^${source}$`)
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * Files under `folder` that match a pattern of `/`-separated parts, in byte order; `**` stands for any number of
 * folders. Names that begin with a dot only match a part that does too.
 */
export function glob(folder: string, pattern: string): readonly string[] {
  const found = new Set<string>()
  const walk = (path: string, parts: readonly string[]): void => {
    const [part, ...rest] = parts
    if (part === undefined) {
      if (!isFolder(join(folder, path))) found.add(path)
      return
    }
    const below = (name: string): string => (path === '' || path.endsWith('/') ? `${path}${name}` : `${path}/${name}`)
    if (part === '**') {
      walk(path, rest)
      for (const name of list(join(folder, path))) {
        if (!name.startsWith('.') && isFolder(join(folder, below(name)))) walk(below(name), parts)
      }
    } else if (isPattern(part)) {
      const expression = segmentExpression(part)
      for (const name of list(join(folder, path))) {
        if (name.startsWith('.') && !part.startsWith('.')) continue
        if (expression.test(name) && (rest.length === 0 || isFolder(join(folder, below(name))))) walk(below(name), rest)
      }
    } else if (statSync(join(folder, below(part)), { throwIfNoEntry: false }) !== undefined) {
      walk(below(part), rest)
    }
  }
  walk('', pattern.replaceAll(/\/+/g, '/').split('/').filter((part) => part !== '.' && part !== ''))
  return [...found].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
