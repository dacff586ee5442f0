import type { Progress } from '../../train/progress.js'

/** Keeps what a run tells. */
export interface Sink {
  see(event: Progress): void
  /** Resolves when everything told so far is in the files; rejects with what kept it from there. */
  flush(): Promise<void>
  close(): Promise<void>
}
