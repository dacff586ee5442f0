/** Files and their imports, loaded once each. */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import * as types from '../diagnostics/types.js'
import type { Host } from '../host/host.js'
import type { Declaration, File, ImportDeclaration } from '../syntax/ast.js'
import { Library } from '../syntax/library.js'
import { parse, type Parsed } from '../syntax/parse.js'
import { constantOf } from './evaluate.js'
import type { Module, Named, Symbol } from './module.js'
import { nearest, type Session } from './session.js'

const isNamed = (declaration: Declaration): declaration is Named =>
  declaration.kind !== 'import' && declaration.kind !== 'train' && declaration.kind !== 'compress'

const libraries = new Map<string, { readonly text: string; readonly library: Library }>()

/** Libraries are read once in a process, by all who use them. */
function libraryAt(path: string, text: string): Library {
  const known = libraries.get(path)
  if (known?.text === text) return known.library
  const library = new Library(path, text)
  libraries.set(path, { text, library })
  return library
}

/** A name of a library, whose declaration is parsed when somebody looks. */
class LibrarySymbol implements Symbol {
  readonly module: Module
  readonly #read: () => Declaration | undefined

  constructor(read: () => Declaration | undefined, module: Module) {
    this.#read = read
    this.module = module
  }

  get declaration(): Named {
    const declaration = this.#read()
    if (declaration === undefined || !isNamed(declaration)) throw new Error('a name of a library is not declared where it seemed to be')
    return declaration
  }
}

export type Parse = (text: string, path: string) => Parsed

/** Loads files through the host; findings about their syntax and imports go to the session. */
export class Loader {
  readonly #host: Host
  readonly #parse: Parse
  readonly #session: Session
  readonly #modules = new Map<string, Module>()
  readonly #syntax: Diagnostic[] = []
  #core: Module | undefined
  #looked = false
  #corePath: string | undefined

  constructor(host: Host, session: Session, read: Parse = parse) {
    this.#host = host
    this.#parse = read
    this.#session = session
  }

  /** Findings of the parser, in the order in which files were read. */
  get syntax(): readonly Diagnostic[] {
    return this.#syntax
  }

  /** All files that were read. */
  get modules(): readonly Module[] {
    return [...this.#modules.values()]
  }

  /** The file at a path; undefined where it cannot be read. */
  load(path: string): Module | undefined {
    return this.#load(path, [], false)
  }

  #load(path: string, under: readonly string[], standard: boolean): Module | undefined {
    const known = this.#modules.get(path)
    if (known !== undefined) return known
    const text = this.#host.readText(path)
    if (text === undefined) return undefined
    this.#session.sources.set(path, text)
    if (standard) return this.#loadLibrary(path, text, under)
    const { file, diagnostics } = this.#parse(text, path)
    this.#syntax.push(...diagnostics)
    this.#session.own(path)
    const core = this.#coreFor(path)
    const module = this.#session.memo.modules.get(path) ?? { path, file, standard, symbols: new Map(), broken: new Set(), ...(core === undefined ? {} : { core }) }
    module.file = file
    module.symbols.clear()
    module.broken.clear()
    this.#session.memo.modules.set(path, module)
    this.#modules.set(path, module)
    this.#declare(module, file)
    for (const declaration of file.declarations) if (declaration.kind === 'import') this.#import(module, declaration, [...under, path])
    return module
  }

  #loadLibrary(path: string, text: string, under: readonly string[]): Module {
    const library = libraryAt(path, text)
    const core = this.#coreFor(path)
    const module: Module = {
      path,
      get file() {
        return library.file
      },
      standard: true,
      symbols: new Map(),
      broken: new Set(),
      ...(core === undefined ? {} : { core }),
    }
    for (const [name, read] of library.names) module.symbols.set(name, new LibrarySymbol(read, module))
    this.#session.memo.modules.set(path, module)
    this.#modules.set(path, module)
    for (const declaration of library.imports) this.#import(module, declaration, [...under, path])
    return module
  }

  /** The core library is in scope everywhere but in itself. */
  #coreFor(path: string): Module | undefined {
    if (!this.#looked) {
      this.#looked = true
      const found = this.#host.resolve('std/core', path)
      this.#corePath = found
      if (found !== undefined && found !== path) this.#core = this.#load(found, [], true)
    }
    return this.#core
  }

  #declare(module: Module, file: File): void {
    for (const declaration of file.declarations) {
      if (!isNamed(declaration)) continue
      const { text, span } = declaration.name
      if (declaration.kind === 'block' && declaration.extern && !module.standard && module.path !== this.#corePath) {
        // One with a body was most likely meant to be a plain block, and the parser has said so.
        if (declaration.body === undefined) this.#session.report(types.externOutsideCore({ name: text }, { span }))
        module.broken.add(text)
        continue
      }
      this.#add(module, text, { declaration, module }, span)
    }
  }

  #add(module: Module, name: string, symbol: { declaration: Named; module: Module }, span: Span): void {
    const before = module.symbols.get(name)
    if (before === undefined) {
      module.symbols.set(name, symbol)
      return
    }
    const related = before.module === module ? [{ span: before.declaration.name.span, message: 'it is first declared here' }] : []
    this.#session.report(types.duplicateName({ name, where: 'this file' }, { span, related }))
  }

  #import(module: Module, declaration: ImportDeclaration, under: readonly string[]): void {
    const { value: specifier, span } = declaration.from
    const fail = (): void => declaration.names.forEach(({ name, alias }) => module.broken.add((alias ?? name).text))
    const path = this.#host.resolve(specifier, module.path)
    const start = path === undefined ? -1 : under.indexOf(path)
    if (path !== undefined && start >= 0) {
      const circle = [...under.slice(start), path].map((each) => each.slice(each.lastIndexOf('/') + 1))
      this.#session.report(types.importCycle({ path: circle }, { span }))
      return fail()
    }
    const standard = module.standard || specifier.startsWith('std/')
    const imported = path === undefined ? undefined : this.#load(path, under, standard)
    if (imported === undefined) {
      const why = path === undefined ? this.#host.whyUnresolved?.(specifier, module.path) : undefined
      this.#session.report(types.importNotFound({ specifier, reason: why?.reason }, { span, ...(why?.help === undefined ? {} : { help: why.help }) }))
      return fail()
    }
    for (const { name, alias } of declaration.names) {
      const symbol = imported.symbols.get(name.text)
      const local = (alias ?? name).text
      if (symbol !== undefined) this.#add(module, local, symbol, (alias ?? name).span)
      else {
        module.broken.add(local)
        if (imported.broken.has(name.text)) continue
        const what = `declaration in "${specifier}"`
        const meant = nearest(name.text, imported.symbols.keys())
        // Written right where it is used, the name is told once, where it is imported.
        if (alias === undefined && meant.suggestion !== undefined) module.broken.add(meant.suggestion)
        this.#session.report(types.unknownName({ name: name.text, what, ...meant }, { span: name.span }))
      }
    }
  }
}

/** Works out every constant of a module, so that mistakes in unused ones are told too. */
export function checkConstants(session: Session, module: Module): void {
  for (const declaration of module.file.declarations) if (declaration.kind === 'const') constantOf(session, declaration, module)
}
