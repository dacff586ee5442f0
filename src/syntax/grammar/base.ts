/**
 * What all parts of the grammar stand on: spans, names, lists, and recovery. An error is caught where the
 * statement that holds it began; the parser goes on after that statement. Brackets match by the time the
 * parser reads them, so that it can tell where a statement ends.
 */
import {
  EmbeddedActionsParser, isRecognitionException, MismatchedTokenException, NoViableAltException, tokenMatcher,
  type IParserConfig, type IToken, type ParserMethod, type TokenType,
} from 'chevrotain'
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.js'
import { suggest } from '../../diagnostics/suggest.js'
import * as syntax from '../../diagnostics/syntax.js'
import type * as ast from '../ast.js'
import type { Lexed } from '../lexer.js'
import type { Placing } from '../placing.js'
import {
  Comma, docOf, end, Equals, LCurly, Let, Newline, Numeral, parsed, Quantity, RCurly, Separator, start, Word,
} from '../tokens.js'
import { advise, missingPipe } from '../advice.js'
import { describe, expectations, foreignAt, homeOf, isSurplus } from '../wording.js'

/** How deep expressions, types and bodies may nest. */
export const nestingLimit = 100
/** After so many findings the parser stops looking for more. */
export const errorLimit = 100

/** What a rule that lists alternatives is a part of, for findings about words that none begins with. */
const places: Readonly<Record<string, string>> = {
  declaration: 'a file', dataSetting: 'a `data` declaration', modelStatement: 'a model', taskSetting: 'a task',
}

export interface Braced<T> {
  readonly items: readonly T[]
  readonly span: Span
}

export abstract class GrammarBase extends EmbeddedActionsParser {
  #at: Placing = (from, to) => ({ file: '', start: from, end: to })
  #length = 0
  #quiet: ReadonlySet<IToken> = new Set()
  #findings: Diagnostic[] = []
  #depth = 0
  /** Errors that were reported when they were thrown. */
  readonly #silent = new WeakSet<Error>()

  constructor(config: IParserConfig = {}) {
    super([...parsed], { errorMessageProvider: expectations, maxLookahead: 1, recoveryEnabled: false, ...config })
  }

  /** Sets the parser to the beginning of a file. */
  protected begin(lexed: Lexed, length: number): void {
    this.#at = lexed.at
    this.#length = length
    this.#quiet = lexed.quiet
    this.#findings = []
    this.#depth = 0
    this.input = lexed.tokens
  }

  protected get findings(): readonly Diagnostic[] {
    return this.#findings
  }

  // ── looking ahead ──

  protected is(offset: number, ...types: readonly TokenType[]): boolean {
    const token = this.LA(offset)
    return types.some((type) => tokenMatcher(token, type))
  }

  /** At `name =`, an argument's name. */
  protected atNamed(): boolean {
    return this.is(1, Word) && this.is(2, Equals)
  }

  /** Whether the next token begins where the last one ended. */
  protected adjoins(): boolean {
    return start(this.LA(1)) === end(this.LA(0))
  }

  protected atStatementEnd(): boolean {
    return this.is(1, Newline) || this.#atEnd()
  }

  /** At the end of the items of a block: a closing brace, or the end of the file. */
  #atEnd(): boolean {
    return this.is(1, RCurly) || Number.isNaN(this.LA(1).startOffset)
  }

  // ── spans ──

  protected at(token: IToken): Span {
    return this.#at(start(token), end(token))
  }

  /** From a token to the last one that was read. */
  protected since(first: IToken): Span {
    return this.#at(start(first), Math.max(end(this.LA(0)), start(first)))
  }

  protected between(first: Span, last: Span): Span {
    return { ...first, end: last.end }
  }

  protected whole(): Span {
    return this.#at(0, this.#length)
  }

  /** Of a token that was found; an empty one at the end of the text for the end of the file. */
  #place(token: IToken): Span {
    return Number.isNaN(token.startOffset) ? this.#at(this.#length, this.#length) : this.at(token)
  }

  protected nameOf(token: IToken): ast.Name {
    return { text: token.image, span: this.at(token) }
  }

  protected docAt(token: IToken): { readonly doc?: string } {
    const doc = docOf(token)
    return doc === undefined ? {} : { doc }
  }

  // ── lists ──

  /** `{ item, item }`: items on lines of their own or parted by commas. Each recovers by itself. Once a rule. */
  protected braced<T>(item: ParserMethod<[], T>, where: string): Braced<T> {
    const open = this.CONSUME9(LCurly)
    const items = this.items(item, `the end of the line or \`,\` in ${where}`)
    this.CONSUME9(RCurly)
    return { items, span: this.ACTION(() => this.since(open)) }
  }

  /** Items up to a closing brace or the end of the file. */
  protected items<T>(item: ParserMethod<[], T>, separator: string, between: TokenType = Separator): readonly T[] {
    const items: T[] = []
    if (this.RECORDING_PHASE) {
      this.MANY9(() => {
        this.SUBRULE9(item)
        this.OPTION9(() => this.CONSUME8(between))
      })
      return items
    }
    for (;;) {
      while (this.is(1, Newline)) this.SKIP_TOKEN()
      if (this.#atEnd() || this.#full()) return items
      const read = this.attempt(() => {
        const value = this.SUBRULE9(item)
        if (!this.is(1, between) && !this.#atEnd()) {
          items.push(value)
          throw new MismatchedTokenException(separator, this.LA(1), this.LA(0))
        }
        return { value }
      })
      if (read !== undefined) items.push(read.value)
      if (this.is(1, between)) this.SKIP_TOKEN()
    }
  }

  /** `item, item,` up to a closing bracket, which is not read. At most once a rule, or told apart by `index`. */
  protected commas<T>(item: ParserMethod<[], T>, close: TokenType): readonly T[] {
    const items: T[] = []
    this.OPTION7(() => {
      items.push(this.SUBRULE7(item))
      this.MANY7({
        GATE: () => !this.is(2, close),
        DEF: () => {
          this.CONSUME7(Comma)
          items.push(this.SUBRULE8(item))
        },
      })
      this.OPTION8(() => this.CONSUME8(Comma))
    })
    return items
  }

  // ── recovery ──

  /** Reads a statement; on an error, reports it and skips to the end of the statement. */
  protected attempt<T>(read: () => T): T | undefined {
    if (this.RECORDING_PHASE) return read()
    try {
      return read()
    } catch (error) {
      this.#caught(error)
      this.#skip((token) => tokenMatcher(token, Newline))
      return undefined
    }
  }

  /** Reads what stands before a block; on an error, goes on with the block, so that findings in it are told too. */
  protected header<T>(read: () => T): T | undefined {
    if (this.RECORDING_PHASE) return read()
    try {
      return read()
    } catch (error) {
      this.#caught(error)
      this.#skip((token) => tokenMatcher(token, Newline) || tokenMatcher(token, LCurly))
      if (!this.is(1, LCurly)) throw error
      return undefined
    }
  }

  #caught(error: unknown): void {
    if (!(error instanceof Error) || !isRecognitionException(error)) throw error
    if (this.#silent.has(error)) return
    this.#silent.add(error)
    // The parser still stands where the error was found.
    const token = this.LA(1)
    if (!this.#quiet.has(token)) this.#findings.push(this.#explain(error, token, this.LA(0)))
  }

  /** Skips to a token that `stops` takes, or the end of the block around; blocks in between are skipped whole. */
  #skip(stops: (token: IToken) => boolean): void {
    let depth = 0
    for (let token = this.LA(1); !Number.isNaN(token.startOffset); token = this.LA(1)) {
      if (depth === 0 && (stops(token) || tokenMatcher(token, RCurly))) return
      if (tokenMatcher(token, LCurly)) depth++
      else if (tokenMatcher(token, RCurly)) depth--
      this.SKIP_TOKEN()
    }
  }

  #full(): boolean {
    return this.#findings.length > errorLimit
  }

  #explain(error: Error, token: IToken, previous: IToken): Diagnostic {
    const span = this.#place(token)
    const foreign = foreignAt(previous, token, this.LA(2))
    if (foreign !== undefined) {
      const [first = token] = foreign.tokens
      const whole = this.between(this.at(first), this.at(foreign.tokens.at(-1) ?? token))
      const after = first === token ? this.LA(2) : token
      const surplus = isSurplus(foreign) ? { edits: [{ span: { ...whole, end: this.at(after).start === whole.end + 1 ? whole.end + 1 : whole.end }, text: '' }] } : {}
      return syntax.foreignWord(foreign, { span: whole, ...surplus })
    }
    const expected = error.message
    const rule = (error as { context?: { ruleStack: string[] } }).context?.ruleStack.at(-1)
    const where = error instanceof NoViableAltException && rule !== undefined ? places[rule] : undefined
    if (where !== undefined && (tokenMatcher(token, Word) || tokenMatcher(token, Let))) {
      const home = homeOf(token.image, where)
      if (home !== undefined) {
        // A value is named by `const` in a file and by `let` inside of it.
        const instead = token.image === 'let' && where === 'a file' ? 'const' : token.image === 'const' && where === 'a model' ? 'let' : undefined
        const edits = instead === undefined ? {} : { edits: [{ span, text: instead }] }
        return syntax.unknownStatement({ found: describe(token), where, fits: expected }, { span, help: home, ...edits })
      }
      const pipe = where === 'a model' || where === 'a task' ? missingPipe(this.#at, token, this.LA(2)) : undefined
      if (pipe !== undefined) return syntax.unknownStatement({ found: describe(token), where, fits: expected }, { span, ...pipe })
      const suggestion = suggest(token.image, [...expected.matchAll(/`(\w+)`/g)].map(([, word]) => word ?? ''))
      return syntax.unknownStatement(
        { found: describe(token), where, fits: expected, ...(suggestion === undefined ? {} : { suggestion }) },
        { span },
      )
    }
    const advice = advise({ at: this.#at, beforePrevious: this.LA(-1), previous, token, next: this.LA(2), expected })
    return syntax.unexpectedToken({ expected, found: describe(token) }, { span, ...advice })
  }

  /** Reports a finding and goes on. */
  protected note(finding: Diagnostic): void {
    this.#findings.push(finding)
  }

  /** Reports a finding and gives the statement up. */
  protected fail(finding: Diagnostic): never {
    this.#findings.push(finding)
    const error = new MismatchedTokenException('', this.LA(1), this.LA(0))
    this.#silent.add(error)
    throw error
  }

  // ── limits ──

  /** Around every rule that can hold itself, so that no file exhausts the stack. */
  protected deeper<T>(read: () => T): T {
    if (this.RECORDING_PHASE) return read()
    if (this.#depth >= nestingLimit) {
      return this.fail(syntax.nestedTooDeep({ limit: nestingLimit }, { span: this.#place(this.LA(1)) }))
    }
    this.#depth++
    try {
      return read()
    } finally {
      this.#depth--
    }
  }

  /** The value of a number token; of a quantity, its number. */
  protected numberOf(token: IToken): number {
    const value = Number.parseFloat(token.image)
    return tokenMatcher(token, Numeral) || tokenMatcher(token, Quantity) ? value : Number.NaN
  }
}
