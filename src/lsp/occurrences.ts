/** Every place of a file that says a name, with the declaration that the name stands for there. */
import { lookUp, type Module } from '../check/module.js'
import type { Span } from '../diagnostics/diagnostic.js'
import { namesOf, type Binding, type BindingKind } from '../lint/names.js'
import type { Declaration, Expression, ImportDeclaration, Name } from '../syntax/ast.js'
import { touches } from './ranges.js'

/** What a name stands for: the place where it is declared, in whichever file that is. */
export interface Meaning {
  readonly kind: Exclude<BindingKind, 'import'>
  readonly name: Name
  /** The declaration that it stands in, or is. */
  readonly owner: Declaration
  /** Of a `let` or a `share`. */
  readonly value?: Expression
}

export interface Occurrence {
  readonly span: Span
  readonly meaning: Meaning
  /** `alias`: what an import calls it here, and the uses of that. `label`: said without being read. */
  readonly role: 'declaration' | 'use' | 'label' | 'import' | 'alias'
  /** In `{ p3 }`, which names its field too. */
  readonly shorthand: boolean
}

export const sameMeaning = (a: Meaning, b: Meaning): boolean => a.name.span.file === b.name.span.file && a.name.span.start === b.name.span.start

/** The names of one file. */
export interface FileNames {
  /** In the order of the file. */
  readonly occurrences: readonly Occurrence[]
  /** Outer ones first. */
  readonly expressions: readonly Expression[]
}

export const occurrenceAt = ({ occurrences }: FileNames, offset: number): Occurrence | undefined => occurrences.find(({ span }) => touches(span, offset))

/** Expressions around a place, outer ones first. */
export const expressionsAt = ({ expressions }: FileNames, offset: number): readonly Expression[] => expressions.filter(({ span }) => touches(span, offset))

/** Of all declarations of a file, or of some: what they name elsewhere is found all the same. */
export function namesIn(module: Module, declarations = module.file.declarations): FileNames {
  const { file, path } = module
  // Names of these declarations are found among them; of all others, the declaration is asked for.
  const own = new Set(declarations.flatMap((declaration) => ('name' in declaration ? [declaration.name.text] : [])))
  const { bindings, expressions } = namesOf({ ...file, declarations }, new Set(), (name) => (own.has(name) ? undefined : lookUp(module, name)?.declaration))
  const occurrences = bindings.flatMap((binding): Occurrence[] => {
    const meaning = meaningOf(binding, module)
    if (meaning === undefined) return []
    const at = (span: Span, role: Occurrence['role'], shorthand = false): Occurrence => ({ span, meaning, role, shorthand })
    const isAlias = binding.kind === 'import' && binding.name.text !== meaning.name.text
    return [
      ...declared(binding, path, at),
      ...binding.uses.map(({ span, shorthand }) => at(span, isAlias ? 'alias' : 'use', shorthand)),
      ...binding.labels.map((span) => at(span, 'label')),
    ]
  })
  return { occurrences: occurrences.toSorted((a, b) => a.span.start - b.span.start), expressions }
}

function declared({ kind, name, owner }: Binding, path: string, at: (span: Span, role: Occurrence['role']) => Occurrence): readonly Occurrence[] {
  if (kind !== 'import') return name.span.file === path ? [at(name.span, 'declaration')] : []
  const imported = owner.kind === 'import' ? importOf(owner, name) : undefined
  return imported?.alias === undefined ? [at(name.span, 'import')] : [at(imported.name.span, 'import'), at(name.span, 'alias')]
}

const importOf = ({ names }: ImportDeclaration, local: Name): ImportDeclaration['names'][number] | undefined =>
  names.find(({ name, alias }) => (alias ?? name) === local)

function meaningOf(binding: Binding, module: Module): Meaning | undefined {
  const { kind, name, owner, value } = binding
  if (kind !== 'import') return { kind, name, owner, ...(value === undefined ? {} : { value }) }
  const declaration = module.symbols.get(name.text)?.declaration
  return declaration === undefined ? undefined : { kind: declaration.kind, name: declaration.name, owner: declaration }
}
