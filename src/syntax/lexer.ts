/**
 * Text to tokens. Chevrotain cuts the text; this stage turns what is no token into findings and a token
 * that stands in for it, gives keywords their types, and hangs doc comments on what they describe.
 */
import { Lexer, type IToken, type TokenType } from 'chevrotain'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import * as syntax from '../diagnostics/syntax.js'
import { writtenIn } from '../diagnostics/written.js'
import { balance } from './brackets.js'
import { attachDocs } from './docs.js'
import { significant } from './layout.js'
import type { Placing } from './placing.js'
import {
  BareFraction, BlockComment, Comma, CutNumber, DocComment, end, keywords, lexed, Newline, NumberWithLetters, Numeral, Percent,
  Quantity, RCurly, RParen, RSquare, scanString, Semicolon, SingleQuoted, start, Text, Word,
} from './tokens.js'
import { suggestUnit, showCharacter } from './wording.js'

export interface Comment {
  /** As written, with its slashes. */
  readonly text: string
  readonly kind: 'line' | 'block' | 'doc'
  readonly span: Span
}

export interface Lexed {
  readonly at: Placing
  /** What the parser reads: brackets balanced, line ends only where they end something. */
  readonly tokens: IToken[]
  readonly comments: readonly Comment[]
  readonly diagnostics: readonly Diagnostic[]
  /** Tokens that stand for something missing which has been reported: errors found at them are echoes. */
  readonly quiet: ReadonlySet<IToken>
  /** `///` lines above the first declaration where a blank line or an import parts them from one. */
  readonly doc?: string
}

let lexer: Lexer | undefined

/** Reads a text, or a part of one that begins at `from`, and after which there is `more`. */
export function lex(text: string, path: string, from = 0, more = false): Lexed {
  lexer ??= new Lexer([...lexed], {
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
    skipValidations: true,
    errorMessageProvider: { buildUnexpectedCharactersMessage: () => '', buildUnableToPopLexerModeMessage: () => '' },
  })
  const result = lexer.tokenize(text)
  const diagnostics: Diagnostic[] = []
  const at: Placing = (first, last) => ({ file: path, start: from + first, end: from + last })

  let lastEnd = -1
  for (const error of result.errors) {
    const adjacent = error.offset === lastEnd
    lastEnd = error.offset + error.length
    if (adjacent) continue
    const character = String.fromCodePoint(text.codePointAt(error.offset) ?? 0xfffd)
    const { shown, help } = showCharacter(character)
    const span = at(error.offset, Math.min(text.length, error.offset + Math.max(error.length, character.length)))
    const meant = character === '#' ? '//' : help === undefined ? undefined : writtenIn(help)
    const edits = meant === undefined || span.end - span.start !== character.length ? {} : { edits: [{ span, text: meant }] }
    diagnostics.push(syntax.unexpectedCharacter({ character: shown }, help === undefined ? { span } : { span, help, ...edits }))
  }
  const comments = (result.groups['comments'] ?? []).map((token): Comment => {
    const span = at(start(token), end(token))
    if (token.tokenType !== BlockComment) return { text: token.image, kind: token.tokenType === DocComment ? 'doc' : 'line', span }
    if (token.image.length < 4 || !token.image.endsWith('*/')) {
      const [first, lineEnd] = [start(token), start(token) + token.image.search(/\s*(?:[\r\n]|$)/)]
      diagnostics.push(syntax.unclosedComment({}, { span: at(first, first + 2), edits: [{ span: at(lineEnd, lineEnd), text: ' */' }] }))
    }
    return { text: token.image, kind: 'block', span }
  })
  const cleaned = clean(result.tokens, (finding) => diagnostics.push(finding), at)
  const doc = attachDocs(text, cleaned, result.groups['comments'] ?? [])
  const balanced = balance(cleaned, at)
  return {
    at,
    tokens: significant(balanced.tokens, more),
    comments,
    diagnostics: [...diagnostics, ...balanced.diagnostics],
    quiet: balanced.quiet,
    ...(doc === undefined ? {} : { doc }),
  }
}

/** Tokens that are mistakes become findings and the token that was meant. */
function clean(tokens: readonly IToken[], report: (finding: Diagnostic) => void, at: Placing): IToken[] {
  const result: IToken[] = []
  for (const [index, token] of tokens.entries()) {
    const [first, last] = [start(token), end(token)]
    const span = at(first, last)
    switch (token.tokenType) {
      case Word: {
        const previous = tokens[index - 1]
        const type = keywords.get(token.image)
        // A number, a space, and what looks like a unit in the wrong case or spelling.
        if (type === undefined && previous?.tokenType === Numeral) {
          const suggestion = suggestUnit(token.image)
          if (suggestion !== undefined) {
            // `%` is a ratio only directly after its number.
            const edits = suggestion === '`%`' ? { edits: [{ span: at(end(previous), last), text: '%' }] } : {}
            report(syntax.unknownUnit({ unit: token.image, suggestion }, { span, ...edits }))
            continue
          }
        }
        if (type !== undefined) retype(token, type)
        break
      }
      case Semicolon:
        // `a = 1; b = 2` on one line is two statements; at a line's end nothing is missing.
        report(syntax.semicolon({}, { span, edits: [{ span, text: isLast(tokens, index) ? '' : '\n' }] }))
        if (isLast(tokens, index)) continue
        retype(token, Newline)
        break
      case Text:
        checkString(token, report, at)
        break
      case SingleQuoted:
        report(syntax.wrongQuotes({ text: token.image.slice(1, -1) }, { span }))
        retype(token, Text)
        break
      case Quantity:
      case Numeral:
        if (!Number.isFinite(Number.parseFloat(token.image))) {
          report(syntax.malformedNumber({ text: token.image, reason: 'it is too large' }, { span }))
        }
        break
      case CutNumber: {
        const point = token.image.endsWith('.')
        const reason = point ? 'digits are missing after the point' : 'digits are missing after the `e`'
        const help = { help: `write \`${token.image}0\``, edits: [{ span, text: `${token.image}0` }] }
        report(syntax.malformedNumber({ text: token.image, reason }, { span, ...(point ? help : {}) }))
        retype(token, Numeral)
        break
      }
      case BareFraction:
        report(syntax.malformedNumber({ text: token.image, reason: 'digits are missing before the point' }, { span, help: `write \`0${token.image}\``, edits: [{ span: at(first, first), text: '0' }] }))
        retype(token, Numeral)
        break
      case NumberWithLetters: {
        const digits = /^[\d.]+(?:[eE][+-]?\d+)?/.exec(token.image)?.[0].length ?? 0
        const unit = token.image.slice(digits)
        const suggestion = suggestUnit(unit)
        report(
          syntax.unknownUnit(suggestion === undefined ? { unit } : { unit, suggestion }, { span: at(first + digits, last) }),
        )
        retype(token, Numeral)
        break
      }
      case Percent: {
        const previous = result.at(-1)
        const next = tokens[index + 1]
        const ends = next === undefined || next.image === 'of' || [Newline, Comma, RCurly, RParen, RSquare].includes(next.tokenType)
        if (previous?.tokenType === Numeral && ends) {
          report(syntax.spacedRatio({ text: previous.image }, { span: at(start(previous), last) }))
          const merged = { ...previous, image: `${previous.image}%`, endOffset: last - 1 }
          retype(merged, Quantity)
          result[result.length - 1] = merged
          continue
        }
        break
      }
      default:
    }
    result.push(token)
  }
  return result
}

const retype = (token: IToken, type: TokenType): void => {
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0
}
const isLast = (tokens: readonly IToken[], index: number): boolean => {
  const next = tokens[index + 1]
  return next === undefined || next.tokenType === Newline || next.tokenType === RCurly || next.tokenType === Semicolon
}

const escapes = /\\(?:u\{([0-9a-fA-F]{1,6})\}|(.?))/gsu
const simple: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' }
const fromHex = (digits: string): string | undefined => {
  const code = Number.parseInt(digits, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function checkString(token: IToken, report: (finding: Diagnostic) => void, at: Placing): void {
  if (!scanString(token.image, 0).closed) {
    const textEnd = start(token) + token.image.trimEnd().length
    report(syntax.unclosedString({}, { span: at(start(token), end(token)), edits: [{ span: at(textEnd, textEnd), text: '"' }] }))
    return
  }
  if (!token.image.includes('\\')) return
  for (const match of token.image.matchAll(escapes)) {
    const [all, hex, letter] = match
    const known = hex === undefined ? letter !== undefined && Object.hasOwn(simple, letter) : fromHex(hex) !== undefined
    const from = start(token) + match.index
    if (!known) report(syntax.unknownEscape({ escape: all }, { span: at(from, from + all.length) }))
  }
}

/** What a string token stands for; an escape that means nothing stays as written. */
export function textOf(token: IToken): string {
  const closed = token.image.startsWith('"') ? scanString(token.image, 0).closed : true
  const inner = token.image.slice(1, closed ? -1 : undefined)
  if (!inner.includes('\\')) return inner
  return inner.replaceAll(escapes, (all: string, hex?: string, letter?: string) =>
    hex !== undefined ? (fromHex(hex) ?? all) : letter !== undefined && Object.hasOwn(simple, letter) ? (simple[letter] ?? all) : all,
  )
}
