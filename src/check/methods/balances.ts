import { gradientBalances } from './gradient-balances.js'
import { lossBalances } from './loss-balances.js'
import type { Arguments, Methods, MethodSpec } from './method.js'

export interface BalanceSpec extends MethodSpec {
  /** What it looks at: the tasks' losses, or their gradients on the weights that tasks share. */
  readonly observes: 'losses' | 'gradients'
  /** Whether it takes logarithms, roots or ratios of losses, which have to be more than 0 for that. */
  readonly needsPositive?: (given: Arguments) => boolean
}

/** How α in L = Σ αᵢ Lᵢ is chosen, or the direction that combines the tasks' gradients. */
export const balances: Methods<BalanceSpec> = new Map<string, BalanceSpec>([
  ...Object.entries(lossBalances).map(([name, spec]) => [name, { ...spec, observes: 'losses' }] as const),
  ...Object.entries(gradientBalances).map(([name, spec]) => [name, { ...spec, observes: 'gradients' }] as const),
])
