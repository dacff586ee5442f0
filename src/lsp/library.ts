/** What can be imported from the standard library: read once, when it is first asked for. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '../host/host.js'
import type { BlockDeclaration, ConstDeclaration, Declaration, TypeDeclaration } from '../syntax/ast.js'
import { parse } from '../syntax/parse.js'

type Importable = BlockDeclaration | ConstDeclaration | TypeDeclaration

export interface LibraryModule {
  /** `std/vision` */
  readonly specifier: string
  readonly path: string
  readonly declarations: readonly Importable[]
}

export type Library = () => readonly LibraryModule[]

const isImportable = (declaration: Declaration): declaration is Importable => ['block', 'const', 'type'].includes(declaration.kind)

/** The core library is in scope everywhere and is left out. */
export function libraryOf(host: Host): Library {
  let modules: readonly LibraryModule[] | undefined
  return () => (modules ??= read(host))
}

function read(host: Host): readonly LibraryModule[] {
  const core = host.resolve('std/core', '')
  if (core === undefined) return []
  const folder = dirname(core)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mtl') && name !== 'core.mtl')
    .toSorted()
    .map((name) => {
      const path = join(folder, name)
      return { specifier: `std/${name.slice(0, -4)}`, path, declarations: parse(host.readText(path) ?? '', path).file.declarations.filter(isImportable) }
    })
}
