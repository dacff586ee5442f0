/** `accumulate k`: which batches make one update. */

/** Where a batch stands among those that are updated by together. */
export interface Turn {
  /** Batches of the group so far, this one included. */
  readonly gathered: number
  /** Whether the group is complete: the weights move. */
  readonly due: boolean
}

/** Every batch an update. */
export const everyBatch: Turn = { gathered: 1, due: true }

/** Updates of an epoch; its last group may be smaller than the others. */
export const updatesPerEpoch = (batches: number, accumulate: number): number => Math.ceil(batches / accumulate)

/** The turn of the batch before which `done` of the epoch's `batches` were run. No group reaches into the next epoch. */
export const turnOf = (done: number, batches: number, accumulate: number): Turn => {
  const gathered = (done % accumulate) + 1
  return { gathered, due: gathered === accumulate || done + 1 >= batches }
}
