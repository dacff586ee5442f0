/** A few lines about the run that goes on, redrawn in place; what stays is printed above them. */
import type { Terminal } from '../terminal.js'
import { frame } from './frame.js'
import { lineOf } from './plain.js'
import { seen, type RunSeen } from './seen.js'
import type { ProgressView, Render } from './view.js'

/** At most ten frames a second. */
const interval = 100
const toLineEnd = '\u001B[K'
const toScreenEnd = '\u001B[J'
const up = (lines: number): string => (lines === 0 ? '\r' : `\r\u001B[${lines}A`)

export function liveView(terminal: Terminal, render: Render): ProgressView {
  const { errColors: colors } = terminal
  let run: RunSeen | undefined
  /** Lines of the frame that is on the screen; the cursor stands at the end of the last. */
  let drawn = 0
  let drawnAt = -Infinity

  const erased = (): string => {
    const text = drawn === 0 ? '' : up(drawn - 1) + toScreenEnd
    drawn = 0
    return text
  }
  const line = (text: string): string => `${erased()}${text}\n`
  /** Over the last frame rather than after taking it away, so that nothing flickers. */
  const redrawn = (time: number): string => {
    if (run?.last === undefined) return ''
    const lines = frame(run, { width: terminal.width - 1, height: (terminal.height ?? 24) - 1, colors })
    const text = `${drawn === 0 ? '' : up(drawn - 1)}${lines.map((each) => each + toLineEnd).join('\n')}${drawn > lines.length ? toScreenEnd : ''}`
    drawn = lines.length
    drawnAt = time
    return text
  }
  const write = (text: string): void => {
    if (text !== '') terminal.err(text)
  }

  return {
    note: (text) => write(line(text)),
    clear: () => write(erased()),
    show(progress) {
      run = seen(run, progress)
      const text = lineOf(progress, colors, render)
      const above = text === undefined ? '' : line(text)
      // Nothing is left of a run that is over; its command prints the result.
      if (progress.kind === 'end') write(above + erased())
      else if (progress.kind === 'epoch' || (progress.kind === 'step' && progress.time - drawnAt >= interval)) write(above + redrawn(progress.time))
      else write(above)
    },
  }
}
