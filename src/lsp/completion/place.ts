/**
 * Where in the grammar a cursor stands, told from the tokens around it: completion mostly happens in text that
 * does not parse. Only the declaration around the cursor is looked at.
 */
import { tokenMatcher, type IToken } from 'chevrotain'
import { lex } from '../../syntax/lexer.js'
import {
  Arrow, Augment, Block, Budget, Colon, Compress, Data, Else, end, Extern, If, Import, LCurly, Less, LParen, LSquare, Model, Repeat, start, Task, Text, Train, Word,
} from '../../syntax/tokens.js'
import { grouped, is, isGroup, isToken, pathTo, type Group, type Item, type Part } from './groups.js'

export type FrameKind =
  | 'file' | 'import' | 'data' | 'model' | 'task' | 'train' | 'compress' | 'budget' | 'augment'
  /** Of `init from "…"`. */
  | 'weights'
  /** Of a block, or of an `if`. */
  | 'body'
  | 'record' | 'record type' | 'parameters' | 'arguments' | 'dimensions' | 'labels' | 'list' | 'brackets'

/** A pair of brackets around the cursor, or the file. */
export interface Frame {
  readonly kind: FrameKind
  /** What stands before the bracket in its statement. */
  readonly head: readonly Part[]
  readonly items: readonly Item[]
  /** Which of them holds the cursor. */
  readonly index: number
  /** What stands before the cursor in its item. */
  readonly before: readonly Part[]
}

export interface Place {
  /** From the file inwards; never empty. */
  readonly frames: readonly Frame[]
  readonly frame: Frame
  /** The word that is being written; empty where none is begun. */
  readonly word: { readonly start: number; readonly text: string }
  /** The string that the cursor is in: where its text begins, and what it holds up to the cursor. */
  readonly string?: { readonly start: number; readonly text: string; readonly whole: string }
  /** Of the number that the word follows, directly or after a space. */
  readonly number?: { readonly text: string; readonly spaced: boolean }
}

const declaration = /^(?:import\s*\{|(?:extern\s+)?block\s+\w|(?:const|type|data|model|train|compress)\s+[A-Za-z_])/gm

/** The text of the declaration around a place: declarations begin their line. */
export function declarationAround(text: string, offset: number): { readonly start: number; readonly end: number } {
  let from = 0
  for (const { index } of text.matchAll(declaration)) {
    if (index > offset) return { start: from, end: index }
    from = index
  }
  return { start: from, end: text.length }
}

/** Undefined in a comment. */
export function placeAt(text: string, offset: number): Place | undefined {
  const region = declarationAround(text, offset)
  const [written, after] = [text.slice(region.start, offset), text.slice(offset, region.end)]
  const partial = /[A-Za-z_]\w*$/.exec(written)?.[0] ?? ''
  const head = written.slice(0, written.length - partial.length)
  const number = /(?:^|[^\w.])((?:\d+\.)?\d+(?:[eE][+-]?\d+)?)([ \t]*)$/.exec(head)
  // A word stands in for one that is not begun yet, and for a unit, which would be a part of its number.
  const isWord = number === null && (partial !== '' || /^[A-Za-z_]/.test(after))
  const before = number === null ? written : head
  const stand = isWord ? '' : number?.[2] === '' ? ' _' : '_'
  const lexed = lex(`${before}${stand}${number === null ? after : after.replace(/^\w+/, '')}`, '')
  const at = before.length
  if (lexed.comments.some(({ span, kind }) => span.start < at && (kind === 'block' ? at < span.end : at <= span.end))) return undefined

  const inString = lexed.tokens.find((token) => token.tokenType === Text && start(token) < at && (at < end(token) || (at === end(token) && !isClosed(token))))
  const place = at + (stand === ' _' ? 1 : 0)
  const token = inString ?? lexed.tokens.find((each) => start(each) <= place && place <= end(each) && /^[A-Za-z_]/.test(each.image))
  const frames = token === undefined ? [] : framesAround(grouped(lexed.tokens), token)
  const frame = frames.at(-1)
  if (frame === undefined) return undefined
  return {
    frames,
    frame,
    word: { start: offset - partial.length, text: partial },
    ...(inString === undefined ? {} : { string: stringAt(inString, at, region.start, stand) }),
    ...(number?.[1] === undefined || inString !== undefined ? {} : { number: { text: number[1], spaced: number[2] !== '' } }),
  }
}

const isClosed = (token: IToken): boolean => token.image.length > 1 && token.image.endsWith('"')

function stringAt(token: IToken, at: number, shift: number, stand: string): NonNullable<Place['string']> {
  const from = start(token) + 1
  const to = end(token) - (isClosed(token) ? 1 : 0)
  const text = token.image.slice(1, at - start(token))
  return { start: from + shift, text, whole: text + token.image.slice(at - start(token) + stand.length, to - start(token)) }
}

function framesAround(root: Group, token: IToken): readonly Frame[] {
  const frames: Frame[] = []
  for (const { group, item, part } of pathTo(root, token)) {
    const around = frames.at(-1)
    const head = around?.before ?? []
    const before = (group.items[item]?.parts ?? []).slice(0, part)
    frames.push({ kind: around === undefined ? 'file' : kindOf(group, around), head, items: group.items, index: item, before })
  }
  return frames
}

function kindOf({ open }: Group, { kind, before, items, index }: Frame): FrameKind {
  const previous = before.at(-1)
  const [first] = before
  if (open?.tokenType === Less) return 'labels'
  if (open?.tokenType === LSquare) return is(previous, Word) && end(previous) === start(open) ? 'dimensions' : 'list'
  const inSignature = kind === 'file' && is(statementOf(items, index)[0], Block, Extern)
  if (open?.tokenType === LParen) {
    if (inSignature && before.length <= 4 && is(first, Block, Extern) && !before.some((part) => is(part, Arrow))) return 'parameters'
    return is(previous, Repeat) || !(is(previous, Word) || isGroup(previous)) ? 'brackets' : 'arguments'
  }
  if (is(previous, Arrow, Colon)) return 'record type'
  if (kind === 'file') {
    const opened = declarations.find(([type]) => is(first, type))
    if (opened !== undefined) return opened[1]
    if (inSignature) return 'body'
  }
  if (kind === 'model' && is(first, Task) && before.length === 2) return 'task'
  if (kind === 'compress' && is(first, Budget)) return 'budget'
  if (kind === 'data' && is(first, Augment)) return 'augment'
  if (kind === 'train' && wordOf(first) === 'init') return 'weights'
  const lastBrace = before.findLastIndex((part) => isGroup(part) && part.open?.tokenType === LCurly)
  return is(previous, Else) || before.findLastIndex((part) => is(part, If)) > lastBrace ? 'body' : 'record'
}

const declarations = [[Import, 'import'], [Data, 'data'], [Model, 'model'], [Train, 'train'], [Compress, 'compress']] as const

/** The parts of a statement that commas run through, such as `metric accuracy, macro_f1`, up to an item. */
export function statementOf(items: readonly Item[], index: number): readonly Part[] {
  let first = index
  while (first > 0 && items[first]?.comma === true) first--
  return items.slice(first, index + 1).flatMap(({ parts }) => parts)
}

/** The word at a part, if it is one. */
export const wordOf = (part: Part | undefined): string | undefined => (isToken(part) && (tokenMatcher(part, Word) || /^[a-z]/.test(part.image)) ? part.image : undefined)

/** The first words of all items but the cursor's: settings that are there already. */
export const begun = ({ items, index }: Frame): ReadonlySet<string> =>
  new Set(items.flatMap(({ parts }, at) => (at === index ? [] : [wordOf(parts[0]) ?? ''])))
