/**
 * What one run of the checker leaves for the next. The check of a declaration is a unit: its result stands as long as every
 * name that was looked up for it means the same declaration, and declarations whose text did not change are the same objects.
 */
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import type { Declaration, Expression } from '../syntax/ast.js'
import type { CheckedData } from './data.js'
import type { CheckedModel } from './model.js'
import { lookUp, type Module, type Named } from './module.js'
import type { TypedCompress, TypedTrain } from './typed.js'
import type { Value } from './values.js'

/** A finding, and the instance of a block that it was found in. */
export interface Reported {
  readonly finding: Diagnostic
  readonly instance: string
}

/** A name that was looked up, and what it meant. */
interface Lookup {
  readonly path: string
  readonly name: string
  readonly found: Named | undefined
}

export interface Unit<T> {
  readonly value: T
  readonly findings: readonly Reported[]
  readonly lookups: ReadonlyMap<string, Lookup>
  /** Whether it depends on more than what was looked up, as a suggestion does on all names: it is worked out in every run. */
  readonly passing: boolean
}

/** Results of one kind of unit, by declaration. */
export type Units<T> = WeakMap<Declaration, Unit<T>>

/** A unit under way. */
export class OpenUnit {
  readonly #findings: Reported[] = []
  readonly #told: Told = new Map()
  readonly #lookups = new Map<string, Lookup>()
  passing = false

  get findings(): readonly Reported[] {
    return this.#findings
  }

  look(module: Module, name: string): ReturnType<typeof lookUp> {
    const symbol = lookUp(module, name)
    const key = `${module.path} ${name}`
    if (!this.#lookups.has(key)) this.#lookups.set(key, { path: module.path, name, found: symbol?.declaration })
    // That nothing is said of it depends on an import that failed.
    if (symbol === undefined && module.broken.has(name)) this.passing = true
    return symbol
  }

  /** Takes over what another unit stands on. */
  adopt({ lookups, passing }: Pick<Unit<unknown>, 'lookups' | 'passing'>): void {
    for (const [key, lookup] of lookups) this.#lookups.set(key, lookup)
    this.passing ||= passing
  }

  /** Keeps a finding, unless another instance of the same block has told it. */
  report(reported: Reported): void {
    if (isNews(reported, this.#told)) this.#findings.push(reported)
  }

  close<T>(value: T, anchor: Memo['anchor']): Unit<T> {
    const findings = this.#findings.map(({ finding, instance }) => ({ finding: anchored(finding, anchor), instance }))
    return { value, findings, lookups: this.#lookups, passing: this.passing }
  }
}

export type Told = Map<string, { readonly instance: string; readonly messages: Set<string> }>

/** Whether no other instance told a finding about the same place; notes it. */
export function isNews({ finding, instance }: Reported, told: Told): boolean {
  const { code, span, message } = finding
  const key = `${code} ${span?.file ?? ''} ${span?.start ?? ''} ${span?.end ?? ''}`
  const before = told.get(key) ?? { instance, messages: new Set() }
  if (before.instance !== instance || before.messages.has(message)) return false
  before.messages.add(message)
  told.set(key, before)
  return true
}

const anchored = (finding: Diagnostic, anchor: Memo['anchor']): Diagnostic => ({
  ...finding,
  ...(finding.span === undefined ? {} : { span: anchor(finding.span) }),
  related: finding.related.map((each) => ({ ...each, span: anchor(each.span) })),
  ...(finding.edits === undefined ? {} : { edits: finding.edits.map((each) => ({ ...each, span: anchor(each.span) })) }),
})

export interface MemoOptions {
  /** Gives a span that goes along with its text, however that moves. */
  readonly anchor?: (span: Span) => Span
  /** Whether to keep what expressions were found to be. */
  readonly values?: boolean
}

/** Kept from run to run of one root file. Modules stay the same objects: what is kept refers to them. */
export class Memo {
  readonly modules = new Map<string, Module>()
  readonly constants: Units<Value> = new WeakMap()
  readonly types: Units<undefined> = new WeakMap()
  /** Whether a block is wrong by itself. */
  readonly blocks: Units<boolean> = new WeakMap()
  readonly data: Units<CheckedData> = new WeakMap()
  readonly models: Units<CheckedModel> = new WeakMap()
  readonly trains: Units<TypedTrain | undefined> = new WeakMap()
  readonly compresses: Units<TypedCompress | undefined> = new WeakMap()
  /** Of the user's own expressions; those of a block as they are in general, not where it is applied. */
  readonly values: WeakMap<Expression, Value> | undefined
  readonly anchor: (span: Span) => Span

  constructor({ anchor = (span) => span, values = false }: MemoOptions = {}) {
    this.anchor = anchor
    this.values = values ? new WeakMap() : undefined
  }

  stands({ lookups, passing }: Unit<unknown>): boolean {
    if (passing) return false
    for (const { path, name, found } of lookups.values()) {
      const module = this.modules.get(path)
      if (module === undefined || lookUp(module, name)?.declaration !== found) return false
    }
    return true
  }
}
