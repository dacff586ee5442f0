/** Modules in packages on the npm resolution path. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { resolveExports, speaksOf } from './exports.js'
import type { Unresolved } from './host.js'

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

export const firstFile = (...paths: readonly string[]): string | undefined => paths.find(isFile)

interface Specifier {
  readonly name: string
  /** `.` or `./heads`. */
  readonly subpath: string
}

function parse(specifier: string): Specifier | undefined {
  const [, name, rest = ''] = /^((?:@[^/\\%]+\/)?[^./\\%@][^/\\%]*)(\/.+)?$/.exec(specifier) ?? []
  return name === undefined ? undefined : { name, subpath: `.${rest}` }
}

/** The folder of an installed package: in the `node_modules` of the nearest folder that has it. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return realpathSync(path)
    if (dirname(folder) === folder) return undefined
  }
}

/** The `exports` of a package; undefined where it has none, a reason where its package.json cannot be read. */
function exportsOf(folder: string): { readonly exports?: unknown } | undefined {
  const path = join(folder, 'package.json')
  if (!isFile(path)) return {}
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof read === 'object' && read !== null && 'exports' in read ? { exports: read.exports } : {}
  } catch {
    return undefined
  }
}

/** The path of the module, or why there is none. */
export function resolvePackage(specifier: string, from: string): string | Unresolved {
  const parsed = parse(specifier)
  if (parsed === undefined) return { reason: 'this is no name of a package' }
  const { name, subpath } = parsed
  const folder = folderOf(name, from)
  if (folder === undefined) {
    return { reason: `no package "${name}" is installed`, help: `install it by \`npm install ${name}\`; a file beside this one is imported as "./${specifier}"` }
  }
  const known = exportsOf(folder)
  if (known === undefined) return { reason: `the package.json of "${name}" is not readable as JSON` }
  const { exports } = known
  // Without `exports`, every file of a package is there for all.
  const target = exports === undefined || exports === null ? undefined : resolveExports(exports, subpath)
  const found = exports === undefined || exports === null ? firstFile(join(folder, `${subpath}.mtl`), join(folder, subpath))
    : target === undefined ? undefined : join(folder, target)
  if (found?.endsWith('.mtl') === true && isFile(found)) return realpathSync(found)
  if (target?.endsWith('.mtl') === true) return { reason: `the package "${name}" promises ${target} for it, and does not hold that file` }
  return lacking(name, subpath, exports)
}

/** What the package would need. */
function lacking(name: string, subpath: string, exports: unknown): Unresolved {
  const path = subpath === '.' ? './lib.mtl' : `${subpath}.mtl`
  const help = `its package.json would need "exports": { "${subpath}": { "mtl": "${path}" } }`
  if (exports === undefined || exports === null) return { reason: `the package "${name}" has no "exports" with an "mtl" condition`, help }
  if (subpath !== '.' && !speaksOf(exports, subpath)) return { reason: `the package "${name}" exports no "${subpath}"`, help }
  return { reason: `the package "${name}" exports "${subpath}" without an "mtl" condition`, help }
}
