/** What the checker and the linter know of a document. */
import { check, type Checked, type InspectTable } from '../check/check.js'
import type { Module } from '../check/module.js'
import type { TypedModel } from '../check/typed.js'
import type { Value } from '../check/values.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { lint } from '../lint/lint.js'
import type { Expression } from '../syntax/ast.js'
import type { Documents } from './documents.js'
import type { Snapshot } from './snapshot.js'
import { isGeneral, typeOfValue } from './value-types.js'

export interface Analysis {
  readonly snapshot: Snapshot
  /** The document, and all files that it imports. */
  readonly module: Module
  readonly modules: readonly Module[]
  /** Of the document and of what it imports. */
  readonly findings: readonly Diagnostic[]
  /** Models as they were when the whole file was last sound. */
  readonly models: readonly TypedModel[]
  /** What an expression was found to be; in a block, where it is first applied. */
  readonly valueOf: (expression: Expression) => Value | undefined
  /** In a block, what an expression is wherever the block is applied, in the names of its signature. */
  readonly generalOf: (expression: Expression) => Value | undefined
  /** Whether it has different types in different instances. */
  readonly varies: (expression: Expression) => boolean
}

export class Analyst {
  readonly #documents: Documents
  readonly #inspectTable: InspectTable
  readonly #models = new Map<string, readonly TypedModel[]>()
  readonly #last = new Map<string, { readonly state: number; readonly analysis: Promise<Analysis | undefined> }>()
  #state = 0

  constructor(documents: Documents, inspectTable: InspectTable) {
    this.#documents = documents
    this.#inspectTable = inspectTable
  }

  /** Something changed: what was known may be known no longer. */
  invalidate(): void {
    this.#state++
  }

  close(path: string): void {
    this.#last.delete(path)
    this.#models.delete(path)
  }

  /** Undefined for a document that is not open. Worked out once for each state of all documents. */
  analyse(uri: string): Promise<Analysis | undefined> {
    const snapshot = this.#documents.snapshot(uri)
    if (snapshot === undefined) return Promise.resolve(undefined)
    const last = this.#last.get(snapshot.path)
    if (last !== undefined && last.state === this.#state) return last.analysis
    const analysis = this.#analyse(snapshot)
    this.#last.set(snapshot.path, { state: this.#state, analysis })
    return analysis
  }

  async #analyse(snapshot: Snapshot): Promise<Analysis | undefined> {
    const { path, parsed, text } = snapshot
    const values = new Map<Expression, Value>()
    const general = new Map<Expression, Value>()
    const varying = new Set<Expression>()
    const observe = (expression: Expression, value: Value): void => {
      if (expression.span.file !== path) return
      if (isGeneral(value)) {
        if (!general.has(expression)) general.set(expression, value)
        return
      }
      const before = values.get(expression)
      if (before === undefined || before.kind === 'error') values.set(expression, value)
      else if (typeOfValue(before) !== typeOfValue(value)) varying.add(expression)
    }
    const checked: Checked = await check(path, { host: this.#documents.host, inspectTable: this.#inspectTable, observe })
    const module = checked.modules.find((each) => each.path === path)
    if (module === undefined) return undefined
    const core = module.core?.file
    const { program } = checked
    if (program !== undefined) this.#models.set(path, program.models)
    const linted = lint({ text, parsed, ...(program === undefined ? {} : { program }), ...(core === undefined ? {} : { core }) })
    return {
      snapshot,
      module,
      modules: checked.modules,
      findings: [...checked.diagnostics, ...linted],
      models: this.#models.get(path) ?? [],
      valueOf: (expression) => values.get(expression) ?? general.get(expression),
      generalOf: (expression) => general.get(expression),
      varies: (expression) => varying.has(expression),
    }
  }
}
