/**
 * `exports` of a package.json, as Node resolves it (its documentation, "Resolution algorithm specification"), for the
 * conditions of this language: `mtl` and `default`.
 */
const conditions: ReadonlySet<string> = new Set(['mtl', 'default'])

type Table = Readonly<Record<string, unknown>>

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The path, relative to the package, of `subpath` (`.` or `./heads`); undefined where `exports` gives none. */
export function resolveExports(exports: unknown, subpath: string): string | undefined {
  const table: Table = isTable(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports : { '.': exports }
  const exact = subpath.includes('*') ? undefined : table[subpath]
  if (exact !== undefined) return targetOf(exact, '')
  const [match] = Object.keys(table).flatMap((key) => matchOf(key, subpath)).toSorted((a, b) => b.prefix - a.prefix || b.key.length - a.key.length)
  return match === undefined ? undefined : targetOf(table[match.key], match.star)
}

/** Whether `exports` speaks of `subpath` at all, under whatever conditions. */
export const speaksOf = (exports: unknown, subpath: string): boolean =>
  isTable(exports) && Object.keys(exports).some((key) => key === subpath || matchOf(key, subpath).length > 0)

interface Match {
  readonly key: string
  /** Length of what stands before the `*`. */
  readonly prefix: number
  /** What the `*` stands for. */
  readonly star: string
}

function matchOf(key: string, subpath: string): readonly Match[] {
  const [base, trailer, ...more] = key.split('*')
  if (base === undefined || trailer === undefined || more.length > 0) return []
  const fits = subpath !== base && subpath.startsWith(base) && subpath.endsWith(trailer) && subpath.length >= key.length
  return fits ? [{ key, prefix: base.length, star: subpath.slice(base.length, subpath.length - trailer.length) }] : []
}

/** Undefined also where it is forbidden by `null`, or would lead out of the package. */
function targetOf(target: unknown, star: string): string | undefined {
  if (typeof target === 'string') {
    const path = target.replaceAll('*', star)
    return path.startsWith('./') && !path.slice(2).split(/[/\\]/).some((part) => part === '.' || part === '..' || part === 'node_modules') ? path : undefined
  }
  if (Array.isArray(target)) return firstOf(target, star)
  if (!isTable(target)) return undefined
  return firstOf(Object.keys(target).filter((condition) => conditions.has(condition)).map((condition) => target[condition]), star)
}

/** The first that gives anything; a `null` forbids those after it. */
function firstOf(targets: readonly unknown[], star: string): string | undefined {
  for (const target of targets) {
    if (target === null) return undefined
    const found = targetOf(target, star)
    if (found !== undefined) return found
  }
  return undefined
}
