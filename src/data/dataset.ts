import type { Part, TypedData } from '../check/typed.js'
import type { Statistics } from '../types/statistics.js'
import type { Tensor } from '../types/tensor.js'

/**
 * One batch, encoded as the model graph's inputs want it. `inputs` is keyed by graph input name
 * (`image`, `row.numbers`, `row.categories`; of a target that is a text, `reply.before`); `targets` and `masks` by target field; `weights` is f32[size],
 * all ones without a sample-weight column. A mask is f32[size], 0 where the target is missing.
 */
export interface Batch {
  readonly size: number
  readonly inputs: Readonly<Record<string, Tensor>>
  readonly targets: Readonly<Record<string, Tensor>>
  readonly masks: Readonly<Record<string, Tensor<'f32'>>>
  readonly weights: Tensor<'f32'>
}

export interface BatchOptions {
  readonly batch: number
  /** Shuffles by (seed, epoch); without it rows come in a fixed order that does not depend on the file's. */
  readonly shuffle?: { readonly seed: number; readonly epoch: number }
  /**
   * Changes images as the data set's `augment` says, by the seed and epoch of `shuffle` (which it needs) and the row.
   * Left out where images are to be as they are: in evaluation, calibration, and when gradients are measured.
   */
  readonly augment?: boolean
  /** Skips this many batches, for resuming in the middle of an epoch. */
  readonly from?: number
  /** Stops after this many batches. */
  readonly limit?: number
}

/** An opened data set: read, checked, split. Memory stays bounded whatever the source's size. */
export interface Dataset {
  readonly data: TypedData
  /** Samples of a part; of those, the ones that have this target, where one is named. */
  count(part: Part, target?: string): number
  /** Hash of the rows' content and their parts; changes when the data does, not when rows are reordered. */
  readonly hash: string
  /** Rows that were skipped by `skip bad rows`. */
  readonly skipped: number
  statistics(field: string): Promise<Statistics>
  /** Prepared ahead in the background, in order. */
  batches(part: Part, options: BatchOptions): AsyncIterable<Batch>
  close(): Promise<void>
}
