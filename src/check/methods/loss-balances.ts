import type { BalanceSpec } from './balance.js'
import { count, epochs, epochsOf, float, notNegative, positive, stretch, word } from './method.js'

const needsPositive = (): boolean => true

/** Methods that look at losses alone: one backward pass a step. */
export const lossBalances: Readonly<Record<string, Omit<BalanceSpec, 'observes'>>> = {
  equal: { doc: 'The sum of all losses.', implemented: true, parameters: {} },
  static: { doc: 'The sum of all losses, each times the `weight` of its task.', implemented: true, parameters: {} },
  uncertainty: {
    doc: 'Σ exp(−sᵢ)·Lᵢ + sᵢ/2, half the first term for regression; sᵢ, a log variance, is learned (Kendall et al., CVPR 2018).',
    implemented: true,
    needsPositive,
    parameters: {
      lr: float('Learning rate of the log variances, which have an Adam of their own.', 0.025, positive),
      init: float('The log variances at the start.', 0),
    },
  },
  dwa: {
    doc: 'Dynamic weight average: a softmax of how slowly each loss fell in the window before (Liu et al., CVPR 2019).',
    implemented: false,
    needsPositive,
    parameters: {
      temperature: float('Of the softmax: more makes the weights more even.', 2, positive),
      window: stretch('Over how much training losses are averaged before they are compared.', epochs(1)),
    },
  },
  rlw: {
    doc: 'Random loss weighting: a softmax of fresh random numbers in every step (Lin et al., TMLR 2022).',
    implemented: false,
    parameters: { distribution: word('What the numbers are drawn from.', ['normal', 'uniform', 'dirichlet', 'bernoulli'], 'normal') },
  },
  gls: { doc: 'The geometric mean of all losses (Chennupati et al., CVPR workshops 2019).', implemented: false, needsPositive, parameters: {} },
  scale_invariant: {
    doc: 'The sum of the logarithms of all losses: a loss counts the same in any unit (baseline of Navon et al., ICML 2022).',
    implemented: false,
    needsPositive,
    parameters: {},
  },
  dynamic_priority: {
    doc: 'The worse a task does by its first metric, the more it weighs: −(1 − κ)^gamma · log κ (Guo et al., ECCV 2018).',
    implemented: false,
    parameters: {
      gamma: float('How strongly hard tasks come first.', 1, notNegative),
      smoothing: float('Share of the newest value in the moving average of the metric.', 0.1, { least: 0, most: 1, open: 'least' }),
    },
  },
  famo: {
    doc: 'Weights learned so that all losses fall at the same relative rate; one more forward pass a step (Liu et al., NeurIPS 2023).',
    implemented: false,
    needsPositive,
    parameters: {
      lr: float('Learning rate of the weights, which have an Adam of their own.', 0.025, positive),
      weight_decay: float('Pulls the weights back to even ones.', 1e-3, notNegative),
    },
  },
  stch: {
    doc: 'A smooth maximum of the log losses, relative to those at the end of a warm-up on Σ log Lᵢ (Lin et al., ICML 2024).',
    implemented: false,
    needsPositive,
    parameters: {
      mu: float('How smooth the maximum is; towards 0 only the worst task counts.', 1, positive),
      warmup: epochsOf('Epochs before losses are compared.', 4, count),
    },
  },
  imtl_l: {
    doc: 'Impartial losses: Σ exp(sᵢ)·Lᵢ − sᵢ with learned sᵢ, which brings all scaled losses to 1 (Liu et al., ICLR 2021).',
    implemented: false,
    needsPositive,
    parameters: {
      lr: float('Learning rate of the scales; left out, that of the optimizer.', undefined, positive),
      init: float('The scales at the start, as logarithms.', 0),
    },
  },
}
