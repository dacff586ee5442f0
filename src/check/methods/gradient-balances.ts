import type { BalanceSpec } from './balance.js'
import { belowOne, count, float, int, notNegative, positive, share, word, type MethodParameter } from './method.js'

/** Frank-Wolfe over the simplex, as Sener & Koltun solve it. */
const minimumNorm: Readonly<Record<string, MethodParameter>> = {
  normalize: word('What gradients are divided by first: nothing, their norm, their loss, or both.', ['none', 'l2', 'loss', 'loss_l2'], 'none'),
  iterations: int('Steps of Frank-Wolfe at most, for more than two tasks.', 250, count),
  tolerance: float('Change of the weights at which Frank-Wolfe ends.', 1e-5, positive),
}

/** Methods that look at the tasks' gradients on the weights that they share: a backward pass for each task. */
export const gradientBalances: Readonly<Record<string, Omit<BalanceSpec, 'observes'>>> = {
  gradnorm: {
    doc: 'Learns weights that bring the norms of all gradients to a common size, larger for tasks that lag (Chen et al., ICML 2018).',
    implemented: false,
    needsPositive: () => true,
    parameters: {
      alpha: float('How strongly tasks that lag are pulled along; 0 makes all norms equal.', 1.5, notNegative),
      lr: float('Learning rate of the weights.', 0.025, positive),
    },
  },
  mgda: {
    doc: 'The shortest convex combination of all gradients, which lowers every loss (Désidéri 2012; Sener & Koltun, NeurIPS 2018).',
    implemented: false,
    needsPositive: ({ normalize }) => normalize === 'loss' || normalize === 'loss_l2',
    parameters: minimumNorm,
  },
  mgda_ub: {
    doc: '`mgda` on the gradients of the shared representation, an upper bound that needs one backward pass of the trunk (Sener & Koltun, NeurIPS 2018).',
    implemented: false,
    needsPositive: ({ normalize }) => normalize === 'loss' || normalize === 'loss_l2',
    parameters: minimumNorm,
  },
  pcgrad: {
    doc: 'Takes from each gradient what points against another one, in random order (Yu et al., NeurIPS 2020).',
    implemented: false,
    parameters: { reduction: word('How the gradients are put together.', ['sum', 'mean'], 'sum') },
  },
  gradvac: {
    doc: 'Turns gradients until their cosine is the one that they usually have (Wang et al., ICLR 2021).',
    implemented: false,
    parameters: {
      beta: float('Share of the newest cosine in its moving average.', 1e-2, { least: 0, most: 1, open: 'least' }),
      per: word('Over which weights cosines are taken.', ['layer', 'all'], 'layer'),
    },
  },
  graddrop: {
    doc: 'Keeps, at each weight, gradients of one sign alone, by chance in proportion to their size (Chen et al., NeurIPS 2020).',
    implemented: false,
    parameters: { leak: float('Share of each gradient that is never dropped.', 0, share) },
  },
  cagrad: {
    doc: 'The direction near the mean gradient that helps the worst task most (Liu et al., NeurIPS 2021).',
    implemented: false,
    parameters: {
      c: float('How far from the mean gradient it may go, in norms of that; 0 is the mean.', 0.4, belowOne),
      rescale: word('What the direction is divided by: 1 + c², 1 + c, or nothing.', ['squared', 'linear', 'none'], 'squared'),
    },
  },
  imtl_g: { doc: 'Impartial gradients: the direction with equal projections on all of them (Liu et al., ICLR 2021).', implemented: false, parameters: {} },
  nash_mtl: {
    doc: 'The bargain of Nash between tasks, each of which wants to go its own way: Gα = 1/α (Navon et al., ICML 2022).',
    implemented: false,
    parameters: {
      every: int('Steps from one bargain to the next; weights stay in between.', 1, count),
      iterations: int('Convex problems at most that are solved for one bargain.', 20, count),
      max_norm: float('Norm that the direction is clipped to.', 1, positive),
    },
  },
  aligned_mtl: {
    doc: 'Makes the gradients orthogonal and of one length, by the principal parts of their Gramian (Senushkin et al., CVPR 2023).',
    implemented: false,
    parameters: { scale: word('Which eigenvalue sets the length.', ['min', 'median', 'rmse'], 'min') },
  },
  upgrad: {
    doc: 'Projects each gradient onto the directions that harm no task, and takes the mean (Quinton & Rey 2024).',
    implemented: false,
    parameters: { eps: float('Added to the diagonal of the Gramian, divided by its trace.', 1e-4, positive) },
  },
  fairgrad: {
    doc: 'An α-fair share of progress: Gw = w^(−1/alpha) (Ban & Ji, ICML 2024).',
    implemented: false,
    parameters: { alpha: float('1 is the bargain of Nash, more favours tasks that gain least.', 2, positive) },
  },
  db_mtl: {
    doc: 'Gradients of log losses, averaged over steps and brought to the largest norm among them (Lin et al. 2023, arXiv 2308.12029).',
    implemented: false,
    needsPositive: () => true,
    parameters: {
      beta: float('Share of the past in the moving average of gradients.', 0.9, belowOne),
      sigma: float('Power of the step by which that share falls.', 0, notNegative),
    },
  },
  moco: {
    doc: 'Tracks gradients over steps and weighs them by a regularised minimum-norm problem (Fernando et al., ICLR 2023).',
    implemented: false,
    needsPositive: () => true,
    parameters: {
      beta: float('Step size of the tracked gradients.', 0.5, { least: 0, most: 1, open: 'least' }),
      beta_sigma: float('Power of the step by which `beta` falls.', 0.5, notNegative),
      gamma: float('Step size of the weights.', 0.1, positive),
      gamma_sigma: float('Power of the step by which `gamma` falls.', 0.5, notNegative),
      rho: float('Pull of the weights towards 0.', 0, notNegative),
    },
  },
}
