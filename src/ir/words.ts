/** What the printer and the parser of the text form agree on. */

/** Names that need no quotes. A colon belongs to a name only where a letter or digit follows: `target:left`. */
export const wordPattern = /[A-Za-z_](?:[\w./-]|:(?=\w))*/y

const reserved = new Set(['NaN', 'Infinity', 'true', 'false'])

export function isPlainWord(text: string): boolean {
  wordPattern.lastIndex = 0
  return wordPattern.exec(text)?.[0] === text && !reserved.has(text)
}

/** Constants up to this many elements are written out. */
export const printedElements = 32

export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x2000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x2000))
  }
  return btoa(text)
}

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
