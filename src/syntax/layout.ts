/**
 * Which line ends mean something. In round and square brackets none does; elsewhere one ends a statement,
 * unless its line ends in an operator, an opening bracket or a comma, or the next line goes on with `|>`,
 * `->`, `where` or `else`. An operator that hangs before what can only be a new statement ends its line all the
 * same, so that the finding is told where the operand is missing.
 */
import { tokenMatcher, type IToken } from 'chevrotain'
import {
  ArithmeticOperator, Arrow, Bang, closers, Colon, Comma, Dot, Ellipsis, Else, end, Equals, Greater, If, LCurly, Less, Let, LogicOperator, LParen,
  Newline, Numeral, openers, Pipe, Quantity, Range, RCurly, start, Text, Where, Word,
} from './tokens.js'

/** Where there is `more` after the tokens, the next begins a declaration. */
export function significant(tokens: readonly IToken[], more = false): IToken[] {
  const result: IToken[] = []
  const open: { readonly bracket: IToken; readonly angles: number }[] = []
  /** `<` of `label<10>` still open on this line and within these brackets: its `>` is no operator. */
  let angles = 0
  let closedAngle: IToken | undefined
  let pending: IToken | undefined
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Newline) {
      const around = open.at(-1)
      if (around === undefined || around.bracket.tokenType === LCurly) pending ??= token
      continue
    }
    const previous = result.at(-1)
    if (pending !== undefined) {
      if (previous !== undefined && (previous === closedAngle || !goesOn(previous) || hangs(previous, token, tokens[index + 1])) && !continues(token, tokens[index + 1])) {
        result.push(pending)
        angles = 0
      }
      pending = undefined
    }
    if (closers.has(token.tokenType)) {
      open.push({ bracket: token, angles })
      angles = 0
    } else if (openers.has(token.tokenType)) angles = open.pop()?.angles ?? 0
    else if (token.tokenType === Less && previous !== undefined && end(previous) === start(token) && tokenMatcher(previous, Word)) angles++
    else if (token.tokenType === Greater && angles > 0) {
      angles--
      closedAngle = token
    }
    result.push(token)
  }
  // A file that ends within a statement ends it where its line does.
  const last = result.at(-1)
  if (pending !== undefined && last !== undefined && (more || !goesOn(last))) result.push(pending)
  return result
}

const goesOn = (last: IToken): boolean =>
  [Comma, Pipe, Arrow, Equals, Colon, Bang, Dot, Range, Ellipsis, LCurly].includes(last.tokenType) ||
  tokenMatcher(last, ArithmeticOperator) ||
  tokenMatcher(last, LogicOperator)

/** Two words, or a word and a literal, stand side by side in no expression. */
const hangs = (last: IToken, first: IToken, second: IToken | undefined): boolean =>
  ![Comma, Colon, Arrow, LCurly].includes(last.tokenType) &&
  (first.tokenType === Let ||
    (tokenMatcher(first, Word) && second !== undefined && [Word, Numeral, Quantity, Text].some((type) => tokenMatcher(second, type))))

/** At the beginning of a line `where(` calls the function, and `where` alone is a value. A `}` ends the line before it anyway. */
const continues = (first: IToken, second: IToken | undefined): boolean =>
  [Pipe, Arrow, Else, RCurly].includes(first.tokenType) ||
  (first.tokenType === Where && second !== undefined && beginsCondition(first, second))
const beginsCondition = (where: IToken, next: IToken): boolean =>
  next.tokenType === LParen ? start(next) > end(where) : [Word, Numeral, Quantity, Text, Bang, If].some((type) => tokenMatcher(next, type))
