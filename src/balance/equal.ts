import type { Balance } from './balance.js'

/** αᵢ = 1, whatever the tasks' weights. */
export const equal: Balance = {
  name: 'equal',
  doc: 'every task counts the same',
  source: 'Caruana, Multitask Learning, 1997',
  parameters: [],
  needs: 'nothing',
  init: () => ({}),
  weights: (tasks) => tasks.map(() => 1),
  update: (_tasks, state) => state,
}
