import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Progress } from '../../train/progress.js'

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
