/**
 * What a run tells while it goes on: plain data, in the order in which it happens, JSON but for numbers that are not
 * finite. `begin` comes first, `end` last unless the run fails; everything that shows or keeps a run is a function of this.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Metrics } from './types.js'

export type ByTask = Readonly<Record<string, number>>

interface Told {
  /** `train`, or what compression trains further. */
  readonly stage: string
  /** Milliseconds since 1970. */
  readonly time: number
}

interface Placed extends Told {
  /** Steps done over all epochs. */
  readonly step: number
}

export interface MetricAbout {
  readonly name: string
  readonly direction: 'higher' | 'lower'
  /** `ratio` for what runs up to 1. */
  readonly unit: string
}

export interface TaskAbout {
  readonly name: string
  readonly loss: string
  /** As the file declares it. */
  readonly weight: number
  readonly metrics: readonly MetricAbout[]
}

/** What the run is. `step` and `epoch` say what was done before: more than 0 where it goes on from a checkpoint. */
export interface Begin extends Placed {
  readonly kind: 'begin'
  readonly model: string
  readonly tasks: readonly TaskAbout[]
  /** Names of the methods. */
  readonly optimizer: string
  readonly schedule: string
  readonly balance: string
  /** Absent where gradients are not clipped. */
  readonly clip?: string
  readonly epoch: number
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly batch: number
  readonly samples: { readonly train: number; readonly validation: number }
  readonly seed: number
  /** Of the epochs before, where there are some. */
  readonly best?: { readonly epoch: number; readonly validation: Metrics }
}

/** One step; of tasks that had no target in its batch there is no loss. */
export interface StepDone extends Placed {
  readonly kind: 'step'
  /** The epoch that it belongs to, from 1. */
  readonly epoch: number
  readonly losses: ByTask
  /** α in Σ αᵢ Lᵢ, as it was applied. */
  readonly taskWeights: ByTask
  /** The learning rate. */
  readonly rate: number
  /** Euclidean norm of the whole gradient, before any clipping; only where the weights moved. */
  readonly gradientNorm?: number
  readonly samplesPerSecond: number
  readonly secondsLeft: number
}

/** An epoch with its validation; epoch 0 is that of the weights that the run was given, which no loss is known of. */
export interface EpochDone extends Placed {
  readonly kind: 'epoch'
  readonly epoch: number
  readonly epochs: number
  readonly seconds: number
  /** Means over the epoch. */
  readonly losses: ByTask
  readonly taskWeights: ByTask
  readonly validation: Metrics
  /** Whether it is the best so far. */
  readonly best: boolean
}

/** A warning about the run, or the error that it ends with. */
export interface FindingTold extends Placed {
  readonly kind: 'finding'
  readonly tasks: readonly string[]
  readonly finding: Diagnostic
}

export interface Note extends Told {
  readonly kind: 'note'
  readonly message: string
}

export interface End extends Placed {
  readonly kind: 'end'
  readonly epochs: number
  readonly bestEpoch: number
  /** Of the best epoch. */
  readonly validation: Metrics
  readonly interrupted: boolean
}

export type Progress = Begin | StepDone | EpochDone | FindingTold | Note | End

export type OnProgress = (progress: Progress) => void
