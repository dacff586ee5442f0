/** Regular expressions that the regions of the TextMate grammar share. */
import { EOF, type TokenType } from 'chevrotain'
import { closers, LParen, LSquare, Newline, Numeral, Separator, Text, Word } from '../../src/syntax/tokens.js'
import { first } from './follow.js'
import { isKeyword, textOf } from './lexical.js'
import { ruleNamed, type Rules } from './productions.js'

export const name = String.raw`[A-Za-z_]\w*`
/** Where a statement can begin, also after a comment before it. */
export const start = String.raw`(?:^|\G|(?<=[{,]|\*/))\s*`
/** Before a word that is no part of a longer one and no member. */
export const alone = String.raw`(?<![\w.])`

export const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
export const either = (words: Iterable<string>): string => [...new Set(words)].join('|')

/** A declaration at the beginning of a line ends whatever was left open before it. */
export function recovery(rules: Rules): string {
  const { tokens } = first(rules, ruleNamed(rules, 'declaration'))
  return `^(?=(?:${either([...tokens].flatMap((type) => textOf(type) ?? []))})\\s+[A-Za-z_{])`
}

/** A look at what follows a keyword, by the tokens that the parser takes there. */
export function before(next: ReadonlySet<TokenType>): string {
  const types = [...next]
  const isValue = next.has(LSquare)
  const spaced: string[] = []
  const direct: string[] = []
  if (next.has(Word)) spaced.push('[A-Za-z_]')
  else for (const type of types) if (isKeyword(type)) spaced.push(`${textOf(type) ?? ''}\\b`)
  if (next.has(Numeral)) spaced.push(String.raw`[\d.]`)
  if (isValue) spaced.push(String.raw`[-!(\[{]`)
  if (next.has(Text)) direct.push('"')
  // `seed (3)` is a value in brackets, `distill(…)` a list of arguments.
  if (next.has(LParen) && !isValue) direct.push(String.raw`\(`)
  if (next.has(EOF) || next.has(Separator) || next.has(Newline)) direct.push('$', '//', String.raw`[,})\]]`)
  for (const type of types) {
    const text = textOf(type)
    if (text !== undefined && !isKeyword(type) && !closers.has(type)) direct.push(escape(text))
    if (text === '{' && !isValue) direct.push(String.raw`\{`)
  }
  return `(?=${[direct.length > 0 ? `\\s*(?:${either(direct)})` : '', spaced.length > 0 ? `\\s+(?:${either(spaced)})` : ''].filter((part) => part !== '').join('|')})`
}
