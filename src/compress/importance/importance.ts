/**
 * How much a channel matters. A channel's slices in one parameter are reduced to one number; what the slices
 * of all its parameters give is put together in `score.ts`, the same way for every method.
 */
export interface Importance {
  readonly name: string
  readonly doc: string
  readonly source: string
  /** True where `term` reads gradients of the tasks' losses. */
  readonly needsGradients: boolean
  /** What one weight adds; the terms of a channel's slice are summed. `gradient` is 0 unless asked for. */
  term(weight: number, gradient: number): number
  /** What the sum counts for; `draw` is a number in [0, 1) of the channel's own. */
  finish(sum: number, draw: number): number
}
