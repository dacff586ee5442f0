import { textOf, type Cell } from '../cells.js'

/** From letter to letter (or mark, or digit) with whatever stands between; any other character is a word of its own. */
const word = /[\p{L}\p{M}\p{N}](?:\S*[\p{L}\p{M}\p{N}])?|\S/gu

/**
 * The words of a text: what white space parts, and of that the signs before and after, each by itself: `“don't!”` is
 * `“`, `don't`, `!` and `”`. Capitals do not tell words apart, nor do ways to write one accent (Unicode's form NFC).
 * The emitted runtime does the same (emit/fields/text.ts).
 */
export const wordsOf = (text: string): readonly string[] => (text.match(word) ?? []).map((found) => found.toLowerCase().normalize('NFC'))

/** A text as the data has it: its tokens, each with its words. Tokens are what tags are given to: a list's items, or what white space parts. */
export function tokensOf(cell: Cell): readonly (readonly string[])[] | undefined {
  const tokens = Array.isArray(cell) ? cell.map(textOf) : textOf(cell)?.match(/\S+/g) ?? (textOf(cell) === undefined ? undefined : [])
  if (tokens === undefined) return undefined
  const words = tokens.map((token) => (token === undefined ? undefined : wordsOf(token)))
  return words.every((each) => each !== undefined) ? words : undefined
}
