/**
 * Makes brackets match, so that the parser always reads a balanced text: missing ones are put in where the
 * indentation says they belong, surplus ones are left out, and each is a finding.
 */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import * as syntax from '../diagnostics/syntax.js'
import type { Placing } from './placing.js'
import { Arrow, closers, Else, end, LCurly, Newline, openers, Pipe, start, Where } from './tokens.js'

export interface Balanced {
  readonly tokens: readonly IToken[]
  readonly diagnostics: readonly Diagnostic[]
  readonly quiet: ReadonlySet<IToken>
}

interface Unclosed {
  readonly opener: IToken
  readonly before: number
  /** How far a closer is indented that has a line of its own, as that of a brace over several lines; undefined for others. */
  readonly indent: number | undefined
}

interface Trouble {
  /** Openers without a counterpart, and the index of the token before which it is put. */
  readonly unclosed: readonly Unclosed[]
  readonly unmatched: ReadonlySet<number>
}

export function balance(tokens: readonly IToken[], at: Placing): Balanced {
  const plain = match(tokens, false)
  if (size(plain) === 0) return { tokens, diagnostics: [], quiet: new Set() }
  const indented = match(tokens, true)
  return mend(tokens, size(indented) <= size(plain) ? indented : plain, at)
}

const size = (trouble: Trouble): number => trouble.unclosed.length + trouble.unmatched.size

interface Open {
  readonly opener: IToken
  readonly line: number
  readonly indent: number
}

/** Pairs brackets by kind; with `byIndent`, a line that is indented no further than an opener's line ends it. */
function match(tokens: readonly IToken[], byIndent: boolean): Trouble {
  const stack: Open[] = []
  const unclosed: Unclosed[] = []
  const unmatched = new Set<number>()
  let line = 0
  let lineStart = 0
  let indent = 0
  let first = true
  /** The line of the last token before the one at hand. */
  let lastLine = 0
  const popTo = (height: number, before: number): void => {
    while (stack.length > height) {
      const open = stack.pop()
      if (open === undefined) continue
      const apart = open.opener.tokenType === LCurly && open.line < lastLine
      unclosed.push({ opener: open.opener, before, indent: apart ? open.indent : undefined })
    }
  }
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Newline) {
      line++
      lineStart = end(token)
      first = true
      continue
    }
    const opens = openers.get(token.tokenType)
    if (first) {
      first = false
      indent = start(token) - lineStart
      if (byIndent) {
        let height = stack.length
        const top = (): Open | undefined => stack[height - 1]
        if (opens === undefined) {
          if (![Pipe, Arrow, Where, Else].includes(token.tokenType)) {
            for (let open = top(); open !== undefined && open.line < line && open.indent >= indent; open = top()) height--
          }
        } else if (stack.some((open) => open.opener.tokenType === opens && open.indent === indent)) {
          for (let open = top(); open !== undefined && (open.opener.tokenType !== opens || open.indent > indent); open = top()) height--
        }
        popTo(height, lineEndBefore(tokens, index))
      }
    }
    if (closers.has(token.tokenType)) stack.push({ opener: token, line, indent })
    else if (opens !== undefined) {
      const partner = stack.findLastIndex((open) => open.opener.tokenType === opens)
      if (partner < 0) unmatched.add(index)
      else {
        popTo(partner + 1, index)
        stack.pop()
      }
    }
    lastLine = line
  }
  popTo(0, lineEndBefore(tokens, tokens.length))
  return { unclosed, unmatched }
}

const lineEndBefore = (tokens: readonly IToken[], index: number): number => {
  let at = index
  while (at > 0 && tokens[at - 1]?.tokenType === Newline) at--
  return at
}

const textOfType = (type: TokenType | undefined): string => (type?.LABEL ?? '').replaceAll('`', '')

function mend(tokens: readonly IToken[], trouble: Trouble, at: Placing): Balanced {
  const diagnostics: Diagnostic[] = []
  const quiet = new Set<IToken>()
  const inserted = new Map<number, IToken[]>()
  for (const { opener, before, indent } of trouble.unclosed) {
    const type = closers.get(opener.tokenType)
    if (type === undefined) continue
    const previous = tokens[before - 1]
    const offset = previous === undefined ? 0 : end(previous)
    const closer = createTokenInstance(type, '', offset, offset - 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN)
    quiet.add(closer)
    const here = inserted.get(before)
    if (here === undefined) inserted.set(before, [closer])
    else here.push(closer)
    diagnostics.push(
      syntax.unclosedBracket(
        { open: opener.image, close: textOfType(type) },
        {
          span: at(start(opener), end(opener)),
          edits: [{ span: at(offset, offset), text: `${indent === undefined ? '' : `\n${' '.repeat(indent)}`}${textOfType(type)}` }],
          related: [{ span: at(offset, offset), message: `\`${textOfType(type)}\` is missing here at the latest` }],
        },
      ),
    )
  }
  const result: IToken[] = []
  for (let index = 0; index <= tokens.length; index++) {
    for (const closer of inserted.get(index) ?? []) result.push(closer)
    const token = tokens[index]
    if (token === undefined) break
    if (trouble.unmatched.has(index)) {
      const open = textOfType(openers.get(token.tokenType))
      diagnostics.push(
        syntax.unmatchedBracket({ close: token.image, open }, { span: at(start(token), end(token)) }),
      )
    } else {
      result.push(token)
    }
  }
  return { tokens: result, diagnostics, quiet }
}
