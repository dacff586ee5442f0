import { count, float, int, notNegative, positive, table, word, type MethodParameter, type Methods } from './method.js'

const own = float('Weight of the task\'s own copy at the start.', 0.9)
const other = float('Weight of all other copies together at the start.', 0.1)
const lrScale = float('Learning rate of the mixing weights, in multiples of that of the optimizer.', 100, positive)
const experts = int('Copies of the expression.', 8, { least: 2 })

const expertGroups: Readonly<Record<string, MethodParameter>> = {
  shared: int('Experts that every task reads.', 1, count),
  own: int('Experts of each task alone.', 1, count),
}

/** What `share` can name: how a task's value of the shared expression comes about. */
export const schemes: Methods = table({
  hard: { doc: 'One value for all tasks (Caruana, 1997).', implemented: true, parameters: {} },
  none: { doc: 'A copy for each task, with weights of its own.', implemented: true, parameters: {} },
  soft: {
    doc: 'A copy for each task, held near the others by a penalty in the loss (Duong et al., ACL 2015; Yang & Hospedales, ICLR workshops 2017).',
    implemented: false,
    parameters: {
      penalty: word('Squared distances of weights, or the trace norm of their stack.', ['l2', 'trace_norm'], 'l2'),
      strength: float('Weight of the penalty in the loss.', 1e-3, notNegative),
    },
  },
  cross_stitch: {
    doc: 'Copies that are mixed by a learned matrix after each stage (Misra et al., CVPR 2016).',
    implemented: false,
    parameters: { own, other, per: word('One matrix for a stage, or one for each of its channels.', ['channel', 'stage'], 'channel'), lr_scale: lrScale },
  },
  sluice: {
    doc: 'Copies in subspaces that are all mixed, with learned shortcuts from each stage to the end (Ruder et al., AAAI 2019).',
    implemented: false,
    parameters: {
      subspaces: int('Parts that the channels of a stage fall into.', 2, count),
      orthogonality: float('Weight of the penalty that keeps the subspaces apart.', 0.01, notNegative),
      own, other, lr_scale: lrScale,
    },
  },
  mtan: { doc: 'One trunk, whose stages each task sees through attention masks of its own (Liu et al., CVPR 2019).', implemented: false, parameters: {} },
  nddr: {
    doc: 'Copies that are fused by a learned 1×1 convolution after each stage (Gao et al., CVPR 2019).',
    implemented: false,
    parameters: { own, other, lr_scale: lrScale },
  },
  mmoe: {
    doc: 'Copies as experts, mixed by a softmax gate of each task over the input (Ma et al., KDD 2018).',
    implemented: false,
    parameters: { experts },
  },
  cgc: {
    doc: 'Shared experts and experts of each task behind its gate (Tang et al., RecSys 2020).',
    implemented: false,
    parameters: expertGroups,
  },
  ple: {
    doc: '`cgc` in levels, with a gate of the shared experts between them (Tang et al., RecSys 2020).',
    implemented: false,
    parameters: { levels: int('How many there are.', 2, count), ...expertGroups },
  },
  dselect_k: {
    doc: 'A sparse, differentiable choice of `k` of the experts for each task; those that nobody chooses are removed (Hazimeh et al., NeurIPS 2021).',
    implemented: false,
    parameters: {
      experts,
      k: int('How many a task reads at most.', 2, count),
      gamma: float('Width of the smooth step, in which a choice is not yet made.', 1, positive),
      entropy: float('Weight of the penalty that ends in a choice.', 1e-3, notNegative),
    },
    conflict: ({ experts: all, k }) => (Number(k) > Number(all) ? `\`k\` is ${String(k)}, but there are ${String(all)} experts` : undefined),
  },
  branch: {
    doc: 'A tree: tasks part where it is measured that they no longer help each other (Standley et al., ICML 2020; Guo et al., ICML 2020).',
    implemented: false,
    parameters: {
      by: word('What is measured: how a step for one task changes the losses of the others, or learned choices.', ['affinity', 'gumbel'], 'affinity'),
      max_branches: int('Branches at most; left out, one for each task.', undefined, count),
    },
  },
})

/** What `select tasks by` can name. */
export const selectors: Methods = table({
  affinity: {
    doc: 'Measures how a step for one task changes the losses of the others, and trains the groups that do best together (Fifty et al., NeurIPS 2021).',
    implemented: false,
    parameters: {
      max_groups: int('Models at most; each serves one group of tasks.', 2, count),
      run: { type: 'stretch', doc: 'Length of the run in which it is measured.', default: { dimension: 'epochs', value: 2 }, ...positive },
      every: int('Steps from one measurement to the next.', 10, count),
    },
  },
})
