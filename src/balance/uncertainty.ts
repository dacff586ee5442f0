import { parameter, type Balance, type BalanceTask } from './balance.js'

const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

/** Regression stands for a Gaussian likelihood, L/(2σ²); classification for a scaled softmax, L/σ². */
const share = (task: BalanceTask): number => (task.kind === 'regression' ? 0.5 : 1)

/**
 * Homoscedastic uncertainty: minimises Σ cᵢ e^{−sᵢ} Lᵢ + ½ sᵢ over weights and s = log σ² alike, with
 * c = ½ for regression and 1 for classification. s moves by an Adam of its own, on the loss of the step
 * before. A task's `weight` multiplies what the method finds and stays out of the gradient of s: inside
 * it, s would undo the weight.
 */
export const uncertainty: Balance = {
  name: 'uncertainty',
  doc: 'a task counts less the noisier its targets are found to be',
  source: 'Kendall, Gal, Cipolla, Multi-Task Learning Using Uncertainty to Weigh Losses, CVPR 2018, equations 7–10',
  parameters: ['lr', 'init'],
  needs: 'losses',
  init(tasks, parameters) {
    const none = tasks.map(() => 0)
    return { s: tasks.map(() => parameter(parameters, 'init')), m: none, v: none, steps: none }
  },
  weights: (tasks, state) => tasks.map((task, index) => task.weight * share(task) * Math.exp(-(state['s']?.[index] ?? 0))),
  update(tasks, state, { losses, present }, parameters) {
    const rate = parameter(parameters, 'lr')
    const next = { s: [] as number[], m: [] as number[], v: [] as number[], steps: [] as number[] }
    for (const [index, task] of tasks.entries()) {
      let [s, m, v, steps] = [state['s'], state['m'], state['v'], state['steps']].map((values) => values?.[index] ?? 0) as [number, number, number, number]
      if (present?.[index] !== false) {
        const gradient = 0.5 - share(task) * Math.exp(-s) * (losses[index] ?? 0)
        steps += 1
        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient * gradient
        s -= (rate * (m / (1 - beta1 ** steps))) / (Math.sqrt(v / (1 - beta2 ** steps)) + epsilon)
      }
      next.s.push(s)
      next.m.push(m)
      next.v.push(v)
      next.steps.push(steps)
    }
    return next
  },
}
