import { belowOne, flag, float, notNegative, positive, table, type MethodParameter, type Methods } from './method.js'

const lr = (value: number): MethodParameter => float('Learning rate, which the schedule scales.', value, positive)
const beta1 = float('Decay of the average of gradients.', 0.9, belowOne)
const beta2 = (value: number): MethodParameter => float('Decay of the average of squared gradients.', value, belowOne)
const eps = (value: number): MethodParameter => float('Added to the root of the squares.', value, positive)
const decay = (value: number): MethodParameter => float('Share of each weight that a step takes away, times the learning rate.', value, notNegative)
const adam = { lr: lr(1e-3), beta1, beta2: beta2(0.999), eps: eps(1e-8) }

export const optimizers: Methods = table({
  sgd: {
    doc: 'Stochastic gradient descent with momentum (Sutskever et al., ICML 2013).',
    implemented: true,
    parameters: {
      lr: lr(0.01),
      momentum: float('Share of the step before that is taken again.', 0.9, belowOne),
      nesterov: flag('Looks ahead by the momentum.', false),
      weight_decay: float('Pull of the weights towards 0, added to the gradient.', 0, notNegative),
    },
    conflict: ({ nesterov, momentum }) => (nesterov === true && momentum === 0 ? '`nesterov` needs a `momentum` of more than 0' : undefined),
  },
  adam: { doc: 'Adaptive moments (Kingma & Ba, ICLR 2015).', implemented: true, parameters: adam },
  adamw: { doc: 'Adam with weight decay apart from the gradient (Loshchilov & Hutter, ICLR 2019).', implemented: true, parameters: { ...adam, weight_decay: decay(0.01) } },
  adafactor: {
    doc: 'Adaptive steps with factored second moments: little memory (Shazeer & Stern, ICML 2018).',
    implemented: true,
    parameters: {
      lr: float('Learning rate, which the schedule scales: a share of the size of the weights, at most 1/√t at update t.', 0.01, positive),
      decay: float('Power of the step by which the average of squares becomes longer.', 0.8, { least: 0, most: 1, open: 'both' }),
      clip: float('Root mean square that an update is cut to.', 1, positive),
      eps: float('Added to the squares of the gradients.', 1e-30, { least: 1e-38 }),
      floor: float('Least size of weights that steps are measured by.', 1e-3, positive),
      weight_decay: decay(0),
    },
  },
  lion: {
    doc: 'Steps of one size by the sign of the momentum (Chen et al., NeurIPS 2023).',
    implemented: true,
    parameters: { lr: lr(1e-4), beta1, beta2: float('Decay of the momentum.', 0.99, belowOne), weight_decay: decay(0) },
  },
  lamb: {
    doc: 'Adam with steps in proportion to each layer\'s weights, for large batches (You et al., ICLR 2020). As in its usual implementations, biases, scales and other vectors take Adam\'s step as it is, without decay.',
    implemented: true,
    parameters: { lr: lr(1e-3), beta1, beta2: beta2(0.999), eps: eps(1e-6), weight_decay: decay(0.01) },
  },
})
