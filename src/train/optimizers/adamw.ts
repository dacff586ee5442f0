import { numberOf } from '../arguments.js'
import { adamScalars, adamUpdate } from './adam.js'
import type { Optimizer } from './optimizer.js'

/** `adamw(lr, beta1, beta2, eps, weight_decay)`: θ shrinks by 1 − lr·λ, apart from Adam's step. */
export const adamw: Optimizer = {
  name: 'adamw',
  doc: 'Adam with the weight decay kept out of the gradient',
  source: 'Loshchilov, Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2',
  slots: () => ['first', 'second'],
  scalars: (method, step, rate) => ({
    ...adamScalars(method, step, rate),
    shrink: 1 - rate * numberOf(method, 'weight_decay'),
  }),
  update(context) {
    const { shrink } = context.scalars
    if (shrink === undefined) throw new Error('adamw needs the scalar `shrink`')
    return adamUpdate(
      context.decays ? { ...context, parameter: context.writer.add('mul', [context.parameter, shrink]) } : context,
    )
  },
}
