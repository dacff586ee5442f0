/** Tokens as a tree of brackets, with the items in each: what can be said of a text that does not parse. */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain'
import { closers, Comma, end, Greater, LCurly, Less, Newline, openers, start, Word } from '../../syntax/tokens.js'

export type Part = IToken | Group

/** What stands between two separators. */
export interface Item {
  readonly parts: Part[]
  /** Parted by a comma from the item before, and not by the end of a line. */
  readonly comma: boolean
}

export interface Group {
  /** None for the text as a whole. */
  readonly open?: IToken
  readonly items: Item[]
}

export const isToken = (part: Part | undefined): part is IToken => part !== undefined && 'image' in part
export const isGroup = (part: Part | undefined): part is Group => part !== undefined && 'items' in part
export const opensWith = (part: Part | undefined, type: TokenType): part is Group => isGroup(part) && part.open?.tokenType === type

export const is = (part: Part | undefined, ...types: readonly TokenType[]): part is IToken =>
  isToken(part) && types.some((type) => tokenMatcher(part, type))

/** Brackets are balanced by the lexer. The `<` of `label<10>` opens a group that ends with its line at the latest. */
export function grouped(tokens: readonly IToken[]): Group {
  const root: Group = { items: [{ parts: [], comma: false }] }
  const open: Group[] = [root]
  const close = (): void => {
    if (open.length > 1) open.pop()
  }
  for (const token of tokens) {
    let group = open.at(-1) ?? root
    if (token.tokenType === Newline && group.open?.tokenType === Less) {
      close()
      group = open.at(-1) ?? root
    }
    const last = group.items.at(-1)
    if (openers.has(token.tokenType) || (token.tokenType === Greater && group.open?.tokenType === Less)) {
      if (group.open?.tokenType === Less && token.tokenType !== Greater) close()
      close()
    } else if (token.tokenType === Comma || (token.tokenType === Newline && (group === root || group.open?.tokenType === LCurly))) {
      group.items.push({ parts: [], comma: token.tokenType === Comma })
    } else if (closers.has(token.tokenType) || isLabels(token, last?.parts.at(-1))) {
      const inner: Group = { open: token, items: [{ parts: [], comma: false }] }
      last?.parts.push(inner)
      open.push(inner)
    } else {
      last?.parts.push(token)
    }
  }
  return root
}

const isLabels = (token: IToken, previous: Part | undefined): boolean => token.tokenType === Less && is(previous, Word) && end(previous) === start(token)

/** The groups that hold a token, from the whole text inwards, each with the item and the part of it that lead on. */
export function pathTo(root: Group, token: IToken): readonly { readonly group: Group; readonly item: number; readonly part: number }[] {
  const search = (group: Group): { group: Group; item: number; part: number }[] | undefined => {
    for (const [item, { parts }] of group.items.entries()) {
      for (const [part, each] of parts.entries()) {
        if (each === token) return [{ group, item, part }]
        const below = isGroup(each) ? search(each) : undefined
        if (below !== undefined) return [{ group, item, part }, ...below]
      }
    }
    return undefined
  }
  return search(root) ?? []
}
