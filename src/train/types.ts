import type { Graph, Weights } from '../ir/graph.js'
import type { BalanceState } from '../balance/balance.js'

/** Metrics of one task by name: `{ accuracy: 0.97, macro_f1: 0.96 }`. */
export type TaskMetrics = Readonly<Record<string, number>>

/** By task, then by metric. */
export type Metrics = Readonly<Record<string, TaskMetrics>>

/** What the run tells while it goes on; the command line draws it, a log could keep it. */
export type Progress =
  | {
      readonly kind: 'step'
      readonly stage: string
      readonly epoch: number
      readonly epochs: number
      readonly step: number
      readonly steps: number
      readonly stepsPerSecond: number
      readonly secondsLeft: number
      /** Running mean of each task's loss over the epoch. */
      readonly losses: Readonly<Record<string, number>>
    }
  | {
      readonly kind: 'epoch'
      readonly stage: string
      readonly epoch: number
      readonly epochs: number
      readonly seconds: number
      readonly losses: Readonly<Record<string, number>>
      readonly taskWeights: Readonly<Record<string, number>>
      readonly validation: Metrics
      readonly best: boolean
    }
  | { readonly kind: 'note'; readonly stage: string; readonly message: string }

export type OnProgress = (progress: Progress) => void

/** A trained model: the model graph and the weights chosen on the validation part. */
export interface Trained {
  readonly graph: Graph
  readonly weights: Weights
  readonly validation: Metrics
  readonly epochsRun: number
  /** From 1; 0 where no epoch did better than the weights that the run was given. */
  readonly bestEpoch: number
  readonly balance: BalanceState
  readonly interrupted: boolean
}
