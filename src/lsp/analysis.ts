/** What the checker and the linter know of a document. Only what changed since the last time is checked again. */
import type { InspectTable } from '../check/check.js'
import type { Module } from '../check/module.js'
import type { TypedModel } from '../check/typed.js'
import type { Value } from '../check/values.js'
import { Workspace } from '../check/workspace.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Host } from '../host/host.js'
import { lint } from '../lint/lint.js'
import type { Expression } from '../syntax/ast.js'
import type { Parsed } from '../syntax/parse.js'
import { namesIn, type FileNames } from './occurrences.js'
import type { Snapshot } from './snapshot.js'

export interface Analysis {
  readonly snapshot: Snapshot
  readonly module: Module
  /** Names in the declarations that a stretch of the document touches. */
  readonly namesIn: (start: number, end: number) => FileNames
  /** All names of the document. */
  readonly names: () => FileNames
  /** Of the checker, about the document and what it imports. */
  readonly checked: readonly Diagnostic[]
  /** Of the linter, about the document. */
  readonly linted: () => readonly Diagnostic[]
  /** Models as they were when the whole file was last sound. */
  readonly models: readonly TypedModel[]
  /** What an expression was found to be; in a block, as it is in general, by the names of its signature. */
  readonly valueOf: (expression: Expression) => Value | undefined
}

export class Analyst {
  readonly #snapshot: (path: string) => Snapshot | undefined
  readonly #workspace: Workspace
  readonly #models = new Map<string, readonly TypedModel[]>()
  readonly #last = new Map<string, { readonly state: number; readonly analysis: Promise<Analysis | undefined> }>()
  readonly #texts = new Map<string, string>()
  /** Counts changes. */
  #state = 0

  /** `snapshot`: an open document as it stands. */
  constructor(host: Host, inspectTable: InspectTable, snapshot: (path: string) => Snapshot | undefined) {
    this.#workspace = new Workspace({ host, inspectTable })
    this.#snapshot = snapshot
  }

  /** Takes a document’s text, new, changed or as it was. */
  update(path: string, text: string): Parsed {
    const before = this.#texts.get(path)
    if (before !== text) this.#state++
    this.#texts.set(path, text)
    return this.#workspace.update(path, text)
  }

  close(path: string): void {
    this.#state++
    this.#workspace.close(path)
    this.#models.delete(path)
    this.#last.delete(path)
    this.#texts.delete(path)
  }

  /** A file on disk changed, one with data included. */
  forget(path: string): void {
    this.#state++
    this.#workspace.forget(path)
  }

  /** Undefined for a document that is not open. Worked out once for each state of all documents. */
  analyse(path: string): Promise<Analysis | undefined> {
    const last = this.#last.get(path)
    if (last !== undefined && last.state === this.#state) return last.analysis
    const analysis = this.#analyse(path)
    this.#last.set(path, { state: this.#state, analysis })
    return analysis
  }

  async #analyse(path: string): Promise<Analysis | undefined> {
    const snapshot = this.#snapshot(path)
    if (snapshot === undefined) return undefined
    const state = this.#state
    const { program, diagnostics, modules, valueOf } = await this.#workspace.check(path)
    // Trees move along with their texts: what was found for an earlier text speaks of places in this one.
    if (state !== this.#state) return this.analyse(path)
    const module = modules.find((each) => each.path === path)
    if (module === undefined) return undefined
    if (program !== undefined) this.#models.set(path, program.models)
    const core = module.core?.file
    const { text, parsed } = snapshot
    return {
      snapshot,
      module,
      namesIn: (start, end) => namesIn(module, module.file.declarations.filter(({ kind, span }) => kind === 'import' || (span.start <= end && start <= span.end))),
      names: once(() => namesIn(module)),
      checked: diagnostics,
      linted: once(() => lint({ text, parsed, ...(program === undefined ? {} : { program }), ...(core === undefined ? {} : { core }) })),
      models: this.#models.get(path) ?? [],
      valueOf,
    }
  }
}

/** Worked out when it is first asked for. */
function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => (known ??= { value: work() }).value
}
