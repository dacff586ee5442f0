import type { BalanceSpec } from './balance.js'
import { gradientBalances } from './gradient-balances.js'
import { lossBalances } from './loss-balances.js'
import type { Methods } from './method.js'

export const balances: Methods<BalanceSpec> = new Map<string, BalanceSpec>([
  ...Object.entries(lossBalances).map(([name, spec]) => [name, { ...spec, observes: 'losses' }] as const),
  ...Object.entries(gradientBalances).map(([name, spec]) => [name, { ...spec, observes: 'gradients' }] as const),
])
