/** Pieces of words by their number. */

/** Numbers that are no piece of a word. No text has words that are written like their names. */
export const specialPieces = ['<padding>', '<unknown>', '<end>'] as const
export const padding = 0
export const unknown = 1
/** Stands after the last piece of a text that is predicted, and before its first. */
export const end = 2

/** Pieces that go on with a word begin so: no word of two characters begins with a sign. */
export const goesOn = '##'

/** Gives the pieces of words by their number. */
export type PiecesOf = (word: string) => readonly number[]

/**
 * From left to right the longest piece that fits, as in WordPiece (Wu et al. 2016, section 4.1; Devlin et al. 2019). A word with a
 * character that is in no piece is one unknown piece. The emitted runtime does the same (emit/fields/text.ts).
 */
export function piecesBy(pieces: readonly string[]): PiecesOf {
  const numbers = new Map(pieces.map((piece, number) => [piece, number]))
  const longest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0)
  const known = new Map<string, readonly number[]>()

  const cut = (word: string): readonly number[] => {
    const found: number[] = []
    for (let at = 0; at < word.length; ) {
      let to = Math.min(word.length, at + longest)
      const pieceTo = (): number | undefined => numbers.get((at === 0 ? '' : goesOn) + word.slice(at, to))
      while (to > at && pieceTo() === undefined) to--
      const piece = pieceTo()
      if (to === at || piece === undefined) return [unknown]
      found.push(piece)
      at = to
    }
    return found
  }
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const found = cut(word)
    known.set(word, found)
    return found
  }
}
