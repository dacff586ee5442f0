/** A file and the names that it declares. */
import type {
  BlockDeclaration, ConstDeclaration, DataDeclaration, File, ModelDeclaration, TypeDeclaration,
} from '../syntax/ast.js'

export type Named = ConstDeclaration | TypeDeclaration | BlockDeclaration | DataDeclaration | ModelDeclaration

/** What a name stands for: a declaration and the module that holds it. */
export interface Symbol {
  readonly declaration: Named
  readonly module: Module
}

export interface Module {
  readonly path: string
  /** As it was last read. */
  file: File
  /** Of the standard library: findings point at the user's code that led there. */
  readonly standard: boolean
  /** Declared here or imported, by the name that this file uses. */
  readonly symbols: Map<string, Symbol>
  /** Names whose import failed: uses of them are not reported again. */
  readonly broken: Set<string>
  /** The core library; undefined in the core library itself. */
  readonly core?: Module
}

export const kindNames: Record<Named['kind'], string> = {
  const: 'a constant', type: 'a type', block: 'a block', data: 'a data set', model: 'a model',
}

/** Where a name is looked up, from near to far. */
export const lookUp = (module: Module, name: string): Symbol | undefined => module.symbols.get(name) ?? module.core?.symbols.get(name)

export const isLater = (later: readonly ReadonlySet<string>[] | undefined, name: string): boolean => later?.some((names) => names.has(name)) ?? false
