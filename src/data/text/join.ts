/** Pieces back to a text. The emitted runtime does the same (emit/fields/text.ts). */
import { goesOn, unknown } from './pieces.js'

/** Signs that stand at the word before them, and at the one after. */
const closing = /^[\p{Pe}\p{Pf}.,;:!?…%。、，！？：；]$/u
const opening = /^[\p{Ps}\p{Pi}]$/u

/** What stands for a word that is not known: it is like no other. */
const unknownWord = '\uFFFD'

/**
 * Words with spaces between, but for signs that stand at a word: brackets, quotes, and what ends or parts a sentence. Straight quotes open and close in
 * turn. `wordsOf` gives the same words back.
 */
export function joinWords(words: readonly string[]): string {
  let [text, glued] = ['', true]
  const open = new Set<string>()
  for (const word of words) {
    const quote = word === '"' || word === "'"
    const closes = quote ? open.delete(word) : closing.test(word)
    const opens = quote ? !closes : opening.test(word)
    if (quote && opens) open.add(word)
    text += glued || closes ? word : ` ${word}`
    glued = opens
  }
  return text
}

/** The text that pieces spell: one that goes on with a word stands at the piece before. */
export function joinPieces(codes: Iterable<number>, pieces: readonly string[]): string {
  const words: string[] = []
  for (const code of codes) {
    const piece = code === unknown ? unknownWord : (pieces[code] ?? unknownWord)
    const last = words.length - 1
    if (!piece.startsWith(goesOn)) words.push(piece)
    else if (last < 0) words.push(piece.slice(goesOn.length))
    else words[last] += piece.slice(goesOn.length)
  }
  return joinWords(words)
}
