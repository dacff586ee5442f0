/** Long lines are cut to what fits around their marks. */
import { characterWidth, displayWidth } from './width.js'

/** Columns that a line of code may take; what is longer is cut. */
export const lineRoom = 120
/** How much is shown before the first mark of a line that is cut there. */
const before = 24
const cut = '…'

export interface Window {
  readonly text: string
  /** How far marks move to the left. */
  readonly shift: number
  /** Columns shown; marks end here at the latest. */
  readonly width: number
}

/** The part of a line that shows the column `at`, and what stands around it. Columns are those of a terminal. */
export function windowOf(line: string, at: number, room = lineRoom): Window {
  const whole = displayWidth(line)
  if (whole <= room) return { text: line, shift: 0, width: Math.max(whole, at + 1) }
  const from = at < room - before ? 0 : Math.min(at - before, whole - room + 1)
  let [column, text] = [0, '']
  let first: number | undefined
  for (const character of line) {
    const width = characterWidth(character)
    // One column at each end that is cut is the mark that it is.
    if (column >= from + (from > 0 ? 1 : 0) && column + width <= from + room - 1) {
      first ??= column
      text += character
    }
    column += width
  }
  const head = from > 0 ? cut : ''
  const tail = from + room - 1 < whole ? cut : ''
  const shown = head + text + tail
  return { text: shown, shift: (first ?? 0) - head.length, width: displayWidth(shown) }
}
