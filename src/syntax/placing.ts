import type { Span } from '../diagnostics/diagnostic.js'

/** Where a stretch of a text lies in its file. */
export type Placing = (from: number, to: number) => Span
