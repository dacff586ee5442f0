/** A contraction as Einstein writes it, `ij,jk->ik`: a letter for each axis; letters that the result does not have are summed over. */
export interface Contraction {
  /** The letters of each operand. */
  readonly terms: readonly string[]
  readonly result: string
}

const once = (letters: string): boolean => new Set(letters).size === letters.length

/** Undefined where the text is none. Each letter stands once in a term, and the result has letters of the terms alone. */
export function parseContraction(text: string): Contraction | undefined {
  const parts = /^([a-zA-Z,]*)->([a-zA-Z]*)$/.exec(text.replaceAll(' ', ''))
  if (parts === null) return undefined
  const [, left = '', result = ''] = parts
  const terms = left.split(',')
  return [...terms, result].every(once) && [...result].every((letter) => left.includes(letter)) ? { terms, result } : undefined
}
