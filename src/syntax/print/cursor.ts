/**
 * Reads the tokens of a file in their order while the tree is printed, and prints with each the comments around it.
 * Each token is taken once, so each comment is printed once, in its place: nothing can be lost or change its order.
 */
import type { IToken } from 'chevrotain'
import { builders } from 'prettier/doc'
import type { Span } from '../../diagnostics/diagnostic.js'
import type { Comment } from '../lexer.js'
import { end, LParen, Quantity, RParen, start } from '../tokens.js'

export type Doc = builders.Doc

const { breakParent, hardline, join, lineSuffix, lineSuffixBoundary, literalline, literallineWithoutBreakParent } = builders

export interface Source {
  readonly text: string
  /** Without line ends. */
  readonly tokens: readonly IToken[]
  readonly comments: readonly Comment[]
}

/** Before these a comment belongs to what precedes it. */
const closing: ReadonlySet<string> = new Set([',', ')', ']', '}', '>'])

export class Cursor {
  readonly width: number
  readonly tabWidth: number
  /** Of the lines that are printed now, as long as brackets around are broken. */
  indentation = 0
  readonly #source: Source
  /** The closing bracket's index by that of the opening one. */
  readonly #partners: ReadonlyMap<number, number>
  #next = 0
  #comment = 0
  /** Where what was read last ends in the text. */
  #end = 0
  /** A comment was printed that ends its line, and no line has begun since. */
  #unended = false

  constructor(source: Source, options: { readonly printWidth: number; readonly tabWidth: number }) {
    this.#source = source
    this.#partners = partners(source.tokens)
    this.width = options.printWidth
    this.tabWidth = options.tabWidth
  }

  // ── what comes ──

  /** The text of the next token; empty at the end of the file. */
  get word(): string {
    return this.#source.tokens[this.#next]?.image ?? ''
  }

  /** Whether what comes next stands on a later line. */
  newlineAhead(): boolean {
    return this.#source.text.slice(this.#end, this.#start()).includes('\n')
  }

  /** Whether a blank line parts what comes next, comments included, from what was read last. */
  blankAhead(): boolean {
    return newlines(this.#source.text.slice(this.#end, this.#ahead())) > 1
  }

  /** Whether a comment that runs to the end of its line stands before the next token, or was the last thing printed. */
  lineCommentAhead(): boolean {
    return this.#unended || this.#comments().some(({ kind }) => kind !== 'block')
  }

  /** Whether all tokens of a node have been read. */
  isPast(span: Span): boolean {
    return this.#end >= span.end
  }

  /** Whether a comma comes next, and then the node with this span. */
  commaBefore(span: Span | undefined): boolean {
    const token = this.#source.tokens[this.#next + 1]
    return this.word === ',' && token !== undefined && token.startOffset === span?.start
  }

  /** Before what follows on the same line, unless a comment keeps it from there. */
  space(): Doc {
    return this.lineCommentAhead() ? '' : ' '
  }

  hasComments({ start: from, end: to }: Span): boolean {
    for (let index = this.#comment; ; index++) {
      const comment = this.#source.comments[index]
      if (comment === undefined || comment.span.start >= to) return false
      if (comment.span.start >= from) return true
    }
  }

  /** How many pairs of round brackets enclose the expression that comes next and has this span. */
  layers(span: Span): number {
    const { tokens } = this.#source
    let layers = 0
    let last: number | undefined
    for (;;) {
      const partner = this.#partners.get(this.#next + layers)
      const closer = partner === undefined ? undefined : tokens[partner]
      if (partner === undefined || closer === undefined) return layers
      if (last === undefined ? end(closer) !== span.end : partner !== last - 1) return layers
      last = partner
      layers++
    }
  }

  // ── tokens ──

  /** The next token, with comments before it and those that end its line. */
  take(expected?: string): Doc {
    const before = this.#before()
    const token = this.#advance(expected)
    const image = token.tokenType === Quantity ? token.image.replaceAll(/[ \t]+/g, ' ') : token.image
    return [before, image, this.#after(image === '(' || image === '[')]
  }

  /** A bracket that belongs to what stands before it: comments between come after it. */
  open(expected: string): Doc {
    const token = this.#advance(expected)
    return [token.image, this.#after(true)]
  }

  /** Leaves a token out; what is given are comments that end its line. */
  drop(expected: string): Doc {
    this.#advance(expected)
    return this.#after(false)
  }

  /** Goes over commas between items; what is given are comments that end the line of the item before. */
  separate(): Doc {
    const parts: Doc[] = [this.#after(false)]
    while (this.word === ',') parts.push(this.drop(','))
    return parts
  }

  // ── comments ──

  /** Where a line has been begun for sure. */
  newLine(): void {
    this.#unended = false
  }

  /** Comments on lines of their own, where a line begins or will be begun if they are there. */
  leading(): Doc {
    const parts: Doc[] = this.#unended ? [breakParent] : []
    this.#unended = false
    for (const comment of this.#comments()) {
      this.#read(comment)
      const ahead = this.#source.text.slice(comment.span.end, this.#ahead())
      const lines = newlines(ahead)
      parts.push(shown(comment), lines === 0 && isShort(comment) ? ' ' : lines > 1 ? [hardline, hardline] : hardline)
    }
    return parts.length === 0 ? '' : parts
  }

  /** Comments on lines of their own before a closing bracket or the end of the file, each after a line's end. */
  dangling(): readonly Doc[] {
    const parts: Doc[] = this.#unended ? [breakParent] : []
    this.#unended = false
    let previous: Comment | undefined
    for (const comment of this.#comments()) {
      const lines = newlines(this.#source.text.slice(this.#end, comment.span.start))
      const beside = lines === 0 && previous?.kind === 'block'
      parts.push(beside ? ' ' : lines > 1 ? [hardline, hardline] : hardline, shown(comment))
      this.#read(comment)
      previous = comment
    }
    return parts
  }

  /** Comments before the next token, in places where no line begins. */
  #before(): Doc {
    const parts: Doc[] = []
    for (const comment of this.#comments()) {
      this.#read(comment)
      if (comment.kind === 'block') parts.push(this.#ended(), closing.has(this.word) ? [' ', shown(comment)] : [shown(comment), ' '])
      else if (this.#unended) {
        parts.push(this.#ended(), shown(comment), hardline)
      } else {
        parts.push(lineSuffix([' ', shown(comment)]))
        this.#unended = true
      }
    }
    if (this.word !== ',') parts.push(this.#ended())
    return parts
  }

  /** Comments behind what was read last, where nothing but a closing bracket or comma follows them on the line. */
  #after(opened: boolean): Doc {
    const { text } = this.#source
    const beside: Comment[] = []
    let at = this.#end
    for (const comment of this.#comments()) {
      if (text.slice(at, comment.span.start).includes('\n')) break
      beside.push(comment)
      at = Math.max(at, comment.span.end)
    }
    const last = beside.at(-1)
    if (last === undefined) return ''
    const ends = this.#next === this.#source.tokens.length || text.slice(last.span.end, this.#start()).includes('\n')
    if (!closing.has(this.word) && (!ends || (opened && isShort(last)))) return ''
    for (const comment of beside) this.#read(comment)
    const before = this.#ended()
    if (beside.every(isShort)) return [before, opened ? '' : ' ', join(' ', beside.map(({ text: each }) => each))]
    this.#unended = true
    return [before, lineSuffix([' ', join(' ', beside.map(shownBehind))])]
  }

  /** Begins a line if a comment before has to end its own. */
  #ended(): Doc {
    if (!this.#unended) return ''
    this.#unended = false
    return [breakParent, lineSuffixBoundary]
  }

  // ── places ──

  #start(): number {
    const token = this.#source.tokens[this.#next]
    return token === undefined ? this.#source.text.length : start(token)
  }

  /** Where the next token or comment begins. */
  #ahead(): number {
    return Math.min(this.#start(), this.#source.comments[this.#comment]?.span.start ?? Number.POSITIVE_INFINITY)
  }

  /** Those that stand before the next token and are not printed yet. */
  #comments(): readonly Comment[] {
    const to = this.#start()
    let last = this.#comment
    while ((this.#source.comments[last]?.span.start ?? Number.POSITIVE_INFINITY) < to) last++
    return last === this.#comment ? [] : this.#source.comments.slice(this.#comment, last)
  }

  #read(comment: Comment): void {
    this.#comment++
    this.#end = Math.max(this.#end, comment.span.end)
  }

  #advance(expected: string | undefined): IToken {
    const token = this.#source.tokens[this.#next]
    if (token === undefined || (expected !== undefined && token.image !== expected)) {
      throw new Error(`the formatter stands at \`${this.word}\` and expected ${expected === undefined ? 'a token' : `\`${expected}\``}`)
    }
    this.#next++
    this.#end = Math.max(this.#end, end(token))
    return token
  }
}

function partners(tokens: readonly IToken[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === LParen) open.push(index)
    else if (token.tokenType === RParen) {
      const opener = open.pop()
      if (opener !== undefined) found.set(opener, index)
    }
  }
  return found
}

const newlines = (text: string): number => text.split('\n').length - 1

/** Code may go on behind it. */
const isShort = ({ kind, text }: Comment): boolean => kind === 'block' && !text.includes('\n')

/** Lines of a block comment that begin with `*` are set below its first one; others stay as they are. */
function shown(comment: Comment): Doc {
  const [first = '', ...others] = linesOf(comment)
  if (!others.every((line) => line.trimStart().startsWith('*'))) return join(literalline, [first, ...others])
  return join(hardline, [first, ...others.map((line) => ` ${line.trimStart()}`)])
}

/** A comment behind the code of a line, as it is; what is around need not break for it. */
const shownBehind = (comment: Comment): Doc => join(literallineWithoutBreakParent, [...linesOf(comment)])

const linesOf = ({ text }: Comment): readonly string[] => text.split('\n').map((line) => line.trimEnd())
