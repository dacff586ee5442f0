import type { Arguments, MethodSpec } from './method.js'

/** How α in L = Σ αᵢ Lᵢ is chosen, or the direction that combines the tasks' gradients. */
export interface BalanceSpec extends MethodSpec {
  /** What it looks at: the tasks' losses, or their gradients on the weights that tasks share. */
  readonly observes: 'losses' | 'gradients'
  /** Whether it takes logarithms, roots or ratios of losses, which have to be more than 0 for that. */
  readonly needsPositive?: (given: Arguments) => boolean
}
