import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Progress } from '../../train/progress.js'
import type { Terminal } from '../terminal.js'
import { liveView } from './live.js'
import { plainView } from './plain.js'

/** Draws what the pipeline tells on stderr. */
export interface ProgressView {
  show(progress: Progress): void
  /** A step of the pipeline, in a few words. */
  note(text: string): void
  /** Takes away what is redrawn in place. */
  clear(): void
}

/** A finding as text, with its place in the file. */
export type Render = (finding: Diagnostic) => string

const silent: ProgressView = { show: () => {}, note: () => {}, clear: () => {} }

/** A live view on a terminal that can redraw, lines elsewhere, nothing where quiet is wanted. */
export const progressView = (terminal: Terminal, quiet: boolean, render: Render): ProgressView =>
  quiet ? silent : terminal.interactive ? liveView(terminal, render) : plainView(terminal, render)
