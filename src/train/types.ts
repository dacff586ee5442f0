import type { Graph, Weights } from '../ir/graph.js'
import type { BalanceState } from '../balance/balance.js'

/** Metrics of one task by name: `{ accuracy: 0.97, macro_f1: 0.96 }`. */
export type TaskMetrics = Readonly<Record<string, number>>

/** By task, then by metric. */
export type Metrics = Readonly<Record<string, TaskMetrics>>

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
