import type { BudgetResult } from '../compress/budget.js'
import type { Hashes } from '../emit/manifest.js'
import type { Metrics, TaskMetrics } from '../train/types.js'

/** Time of one run, measured in the engine that users run. */
export interface Latency {
  readonly medianMs: number
  readonly batch: number
  readonly threads: number
}

/** What one form of the model costs. */
export interface Cost {
  readonly bytes: number
  readonly params: number
  readonly macs: number
  readonly latency: readonly Latency[]
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  /** Instruction sets that matter to the engine's kernels. */
  readonly features: readonly string[]
  readonly platform: string
}

/** A line of the budget as the emitted file keeps it, and as the search judged it on the validation part. */
export interface BudgetLine extends BudgetResult {
  readonly search?: Pick<BudgetResult, 'wanted' | 'reached' | 'met'>
}

/** `report.json`. Everything in it was measured from the emitted file, or says otherwise. */
export interface Report {
  readonly format: 1
  readonly model: string
  /** Where the metrics were measured: the test part, or the validation part where there is no test part. */
  readonly part: 'test' | 'validation'
  readonly samples: number
  readonly tasks: Readonly<Record<string, { readonly dense: TaskMetrics; readonly emitted: TaskMetrics }>>
  readonly budget: readonly BudgetLine[]
  readonly dense: Cost
  readonly emitted: Cost
  /** What the search chose. Absent where the file asks for no compression. */
  readonly compression?: unknown
  readonly training: { readonly epochs: number; readonly bestEpoch: number; readonly validation: Metrics }
  readonly machine: Machine
  readonly seed: number
  readonly threads: number
  readonly versions: Readonly<Record<string, string>>
  readonly hashes: Hashes
}
