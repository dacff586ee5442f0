/** What one run of the checker shares among its parts: findings, limits, and the calls under way. */
import type { Diagnostic, Edit, Related, Span } from '../diagnostics/diagnostic.js'
import { removal } from '../diagnostics/removal.js'
import { suggest } from '../diagnostics/suggest.js'
import * as types from '../diagnostics/types.js'
import type { BlockDeclaration, ConstDeclaration, Declaration, Expression } from '../syntax/ast.js'
import type { Fact } from '../types/fact.js'
import { formatType } from '../types/tensor.js'
import { isNews, Memo, OpenUnit, type Told, type Unit, type Units } from './memo.js'
import type { Module, Symbol } from './module.js'
import type { Scope } from './scope.js'
import { breaks } from './sound.js'
import type { Value } from './values.js'

/** Blocks within blocks, levels of evaluation within evaluation, and steps in all. */
const depthLimit = 64
const levelLimit = 1_200
const stepLimit = 500_000

/** The application of a block whose body is being worked out. */
export interface Call {
  readonly block: string
  readonly span: Span
  /** What it is applied to, for messages. */
  readonly inputs: string
}

/** What a number is wanted as: where a float is, `/` does not floor. */
export type Expected = 'float' | undefined

type Evaluate = (session: Session, expression: Expression, scope: Scope, expected?: Expected) => Value

export interface SharedWeights {
  readonly description: string
  readonly span: Span
}

export class Session {
  readonly memo: Memo
  /** Units under way, the innermost last. What belongs to none, such as the imports of a file, is the first. */
  readonly #open: OpenUnit[] = [new OpenUnit()]
  /** Units that this run worked out, or found to stand. */
  readonly #settled = new Set<Unit<unknown>>()
  readonly #worked: Declaration[] = []
  readonly #calls: Call[] = []
  readonly #evaluate: Evaluate
  readonly #own = new Set<string>()
  /** The innermost of the user's own expressions that is being worked out. */
  #at: Span | undefined
  /** The block that is checked by itself, for all that it may be applied to. */
  #generic: BlockDeclaration | undefined
  #assumed: readonly Fact[] = []
  #steps = 0
  #level = 0
  #exhausted = false
  /** Weights by path, to see that a path never names two different ones. Per model. */
  weights = new Map<string, SharedWeights>()
  /** The constants under way, outermost first. */
  readonly openConstants: ConstDeclaration[] = []
  /** Texts by path. */
  readonly sources = new Map<string, string>()

  constructor(evaluate: Evaluate, memo = new Memo()) {
    this.#evaluate = evaluate
    this.memo = memo
  }

  get #unit(): OpenUnit {
    const unit = this.#open.at(-1)
    if (unit === undefined) throw new Error('no unit is under way')
    return unit
  }

  /** The result for a declaration: what was kept, where it stands, else worked out. */
  unit<T>(units: Units<T>, declaration: Declaration, work: () => T): T {
    const kept = this.#kept(units, declaration)
    if (kept !== undefined) return this.#settle(kept)
    this.#open.push(new OpenUnit())
    try {
      return this.#close(units, declaration, work())
    } catch (error) {
      this.#open.pop()
      throw error
    }
  }

  /** As `unit`; one after the other, never two at once. */
  async unitLater<T>(units: Units<T>, declaration: Declaration, work: () => Promise<T>): Promise<T> {
    const kept = this.#kept(units, declaration)
    if (kept !== undefined) return this.#settle(kept)
    this.#open.push(new OpenUnit())
    try {
      return this.#close(units, declaration, await work())
    } catch (error) {
      this.#open.pop()
      throw error
    }
  }

  #kept<T>(units: Units<T>, declaration: Declaration): Unit<T> | undefined {
    const kept = units.get(declaration)
    return kept !== undefined && (this.#settled.has(kept) || this.memo.stands(kept)) ? kept : undefined
  }

  #close<T>(units: Units<T>, declaration: Declaration, value: T): T {
    const unit = this.#unit.close(value, this.memo.anchor)
    this.#open.pop()
    units.set(declaration, unit)
    this.#worked.push(declaration)
    return this.#settle(unit)
  }

  #settle<T>(unit: Unit<T>): T {
    this.#settled.add(unit)
    // The outermost is worked out in every run, whatever it stands on.
    if (this.#open.length > 1) this.#unit.adopt(unit)
    return unit.value
  }

  /** Makes the unit under way depend on one that this run has settled. */
  relyOn<T>(units: Units<T>, declaration: Declaration | undefined): void {
    const unit = declaration === undefined ? undefined : units.get(declaration)
    if (unit !== undefined) this.#unit.adopt(unit)
  }

  /** Declarations that this run worked out; all others stood. */
  get worked(): readonly Declaration[] {
    return this.#worked
  }

  /** What a name means in a module; the unit under way depends on it. */
  lookUp(module: Module, name: string): Symbol | undefined {
    return this.#unit.look(module, name)
  }

  /** The unit under way depends on more than names: it is worked out in every run. */
  pass(): void {
    this.#unit.passing = true
  }

  evaluate(expression: Expression, scope: Scope, expected?: Expected): Value {
    const around = this.#at
    if (this.#own.has(expression.span.file)) this.#at = expression.span
    this.#level++
    try {
      if (!this.#step(expression.span)) return { kind: 'error' }
      const value = this.#evaluate(this, expression, scope, expected)
      if (this.#calls.length === 0) this.memo.values?.set(expression, value)
      return value
    } finally {
      this.#level--
      this.#at = around
    }
  }

  /** Findings of the unit under way. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#unit.findings.map(({ finding }) => finding)
  }

  /** Findings of this run, of all units. */
  findings(): readonly Diagnostic[] {
    const told: Told = new Map()
    return [...this.#open, ...this.#settled].flatMap(({ findings }) => findings.flatMap((each) => (isNews(each, told) ? [each.finding] : [])))
  }

  /** What is written at a place, on one line. */
  text(span: Span): string {
    return (this.sources.get(span.file) ?? '').slice(span.start, span.end).replace(/\s+/g, ' ')
  }

  /** The edit that takes an item of a list or block out. */
  without(span: Span): Edit {
    return removal(this.sources.get(span.file) ?? '', span)
  }

  /** Marks a file as the user's own: findings elsewhere are shown at the user's call that led there. */
  own(path: string): void {
    this.#own.add(path)
  }

  /** Keeps a finding. What another instance of the same block would tell again is left out. */
  report(finding: Diagnostic): void {
    const placed = this.#place(finding)
    const top = this.#calls.at(-1)
    const instance = placed.span === finding.span && top !== undefined ? `${top.span.file}:${top.span.start} ${top.inputs}` : ''
    this.#unit.report({ finding: placed, instance })
  }

  #place(finding: Diagnostic): Diagnostic {
    const { span } = finding
    const top = this.#calls.at(-1)
    if (span === undefined) return finding
    if (this.#own.has(span.file)) {
      if (top === undefined) return finding
      return { ...finding, related: [...finding.related, { span: top.span, message: `\`${top.block}\` is applied here, to ${top.inputs}` }] }
    }
    const place = this.#calls.findLast((each) => this.#own.has(each.span.file))?.span ?? this.#at
    if (place === undefined) return finding
    const inside: Related = { span, message: top === undefined ? 'in the library, here' : `in \`${top.block}\`, here` }
    // The library is not the user's to edit.
    const { edits: _, ...told } = finding
    return { ...told, span: place, related: [inside, ...finding.related] }
  }

  /** Works out the body of a block. */
  within<T>(call: Call, work: () => T): T {
    this.#calls.push(call)
    try {
      return work()
    } finally {
      this.#calls.pop()
    }
  }

  /** Works a block out for whatever it may be applied to, as far as its signature says. */
  generically(block: BlockDeclaration, work: () => void): void {
    this.unit(this.memo.blocks, block, () => {
      this.beginModel()
      this.#generic = block
      try {
        work()
      } finally {
        this.#generic = undefined
      }
      return this.diagnostics.some(breaks)
    })
  }

  /** Whether a block was found wrong by itself: what comes of applying it is not told again. */
  isBroken(block: BlockDeclaration): boolean {
    this.relyOn(this.memo.blocks, block)
    return this.memo.blocks.get(block)?.value ?? false
  }

  /** The block that is checked by itself; undefined where everything is known. */
  get generic(): BlockDeclaration | undefined {
    return this.#generic
  }

  /** Works something out where facts hold: those of a signature, or the condition of a branch. */
  assuming<T>(facts: readonly Fact[], work: () => T): T {
    const around = this.#assumed
    this.#assumed = [...around, ...facts]
    try {
      return work()
    } finally {
      this.#assumed = around
    }
  }

  get assumed(): readonly Fact[] {
    return this.#assumed
  }

  /** Whether a further block may be entered; reports where it may not. */
  mayEnter(block: string, span: Span): boolean {
    if (this.#exhausted) return false
    if (this.#calls.length < depthLimit && this.#level < levelLimit) return true
    this.#exhausted = true
    const first = this.#calls[0]
    const innermost = this.#calls.at(-1)?.block ?? block
    this.#calls.length = 0
    this.report(types.nestedTooDeep({ limit: depthLimit, block: innermost }, { span: first?.span ?? span }))
    return false
  }

  /** Counts a step; false when there were too many, and everything has to come to an end. */
  #step(span: Span): boolean {
    if (this.#exhausted) return false
    if (++this.#steps <= stepLimit) return true
    this.#exhausted = true
    const first = this.#calls[0]
    this.#calls.length = 0
    // Where no block is being applied, `#at` is the user's line.
    this.report(types.tooLarge({ limit: stepLimit }, { span: first?.span ?? span }))
    return false
  }

  /** Begins a new model: its weights and its steps are its own. */
  beginModel(): void {
    this.weights = new Map()
    this.#steps = 0
    this.#exhausted = false
  }

  /** Holds the weights at `path` against those that it named before. */
  claimWeights(path: string, weights: SharedWeights): void {
    const before = this.weights.get(path)
    if (before === undefined) this.weights.set(path, weights)
    else if (before.description !== weights.description) {
      this.report(
        types.sharedWeightsMismatch(
          { path, first: before.description, second: weights.description },
          { span: weights.span, related: [{ span: before.span, message: `applied here with ${before.description}` }] },
        ),
      )
    }
  }

  /** Reports a name that nothing declares, with the nearest one that exists. */
  unknown(name: string, what: string, candidates: Iterable<string>, span: Span): void {
    this.pass()
    this.report(types.unknownName({ name, what, ...nearest(name, candidates) }, { span }))
  }
}

/** The suggestion to spread into a finding's arguments. */
export function nearest(name: string, candidates: Iterable<string>): { readonly suggestion?: string } {
  const suggestion = suggest(name, candidates)
  return suggestion === undefined ? {} : { suggestion }
}

/** `a`, `b` and `c`, each in backticks. */
export const listed = (names: Iterable<string>): string => {
  const quoted = [...names].map((name) => `\`${name}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`
}

/** Types of tensors in a message: `f32[64] and f32[32]`. */
export function describeInputs(values: readonly Value[]): string {
  const shown = values.map((value) => {
    if (value.kind === 'tensor') return formatType(value.expression.type)
    return value.kind === 'list' ? `a list of ${value.items.length}` : value.kind === 'record' ? 'a record' : value.kind
  })
  return shown.length === 0 ? 'nothing' : shown.join(' and ')
}
