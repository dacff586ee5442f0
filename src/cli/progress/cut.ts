import { displayWidth } from '../../diagnostics/width.js'

/** As much of a text as fits into so many columns. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (displayWidth(kept + character) >= width) break
    kept += character
  }
  return `${kept}…`
}
