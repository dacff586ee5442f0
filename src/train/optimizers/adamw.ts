import { adam } from './adam.js'
import { shrinkScalar, type Optimizer } from './optimizer.js'

/** `adamw(lr, beta1, beta2, eps, weight_decay)`: θ shrinks by 1 − lr·λ, apart from Adam's step. */
export const adamw: Optimizer = {
  ...adam,
  name: 'adamw',
  doc: 'Adam with the weight decay kept out of the gradient',
  source: 'Loshchilov, Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2',
  scalars: (method, step, rate) => ({ ...adam.scalars(method, step, rate), ...shrinkScalar(method, rate) }),
}
