/** Columns of a terminal that a character takes: 0 for marks that combine, 2 for wide scripts and emoji, else 1. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x7f) return 1
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  return wide ? 2 : 1
}

export const displayWidth = (text: string): number => [...text].reduce((width, character) => width + characterWidth(character), 0)

/** Tabs become spaces up to the next stop of 4; control characters become visible. */
export function printable(text: string): string {
  let width = 0
  let shown = ''
  for (const character of text) {
    const piece =
      character === '\t' ? ' '.repeat(4 - (width % 4)) : /^[\p{Cc}\u2028\u2029]$/u.test(character) ? '\uFFFD' : character
    shown += piece
    width += displayWidth(piece)
  }
  return shown
}
