import type { Balance } from './balance.js'

/** αᵢ = the task's `weight` in the file. The default. */
export const fixed: Balance = {
  name: 'static',
  doc: 'the weights that the tasks declare',
  source: 'Caruana, Multitask Learning, 1997',
  parameters: [],
  needs: 'nothing',
  init: () => ({}),
  weights: (tasks) => tasks.map((task) => task.weight),
  update: (_tasks, state) => state,
}
