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
  const line = (text: string): void => terminal.err(`${erased()}${text}\n`)
  /** One write a frame, over the last one rather than after taking it away, so that nothing flickers. */
  const draw = (time: number): void => {
    if (run?.last === undefined) return
    const lines = frame(run, { width: terminal.width - 1, height: (terminal.height ?? 24) - 1, colors })
    terminal.err(`${drawn === 0 ? '' : up(drawn - 1)}${lines.map((text) => text + toLineEnd).join('\n')}${drawn > lines.length ? toScreenEnd : ''}`)
    drawn = lines.length
    drawnAt = time
  }

  return {
    note: line,
    clear() {
      if (drawn > 0) terminal.err(erased())
    },
    show(progress) {
      run = seen(run, progress)
      const text = lineOf(progress, colors, render)
      if (text !== undefined) line(text)
      // Nothing is left of a run that is over; its command prints the result.
      if (progress.kind === 'end' && drawn > 0) terminal.err(erased())
      else if (progress.kind === 'epoch' || (progress.kind === 'step' && progress.time - drawnAt >= interval)) draw(progress.time)
    },
  }
}
