import { numberOf } from '../arguments.js'
import { given, shrinkScalar, shrunk, type Optimizer } from './optimizer.js'

/**
 * `lion(lr, beta1, beta2, weight_decay)`: every weight moves by lr, in the direction
 *
 *   c = sign(β₁ m + (1 − β₁) g),   θ ← θ (1 − lr·λ) − lr c,   m ← β₂ m + (1 − β₂) g
 *
 * A gradient that stays exactly 0 moves nothing. One state for each weight, where Adam keeps two.
 */
export const lion: Optimizer = {
  name: 'lion',
  doc: 'steps of one size, by the sign of the momentum',
  source: 'Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023, algorithm 2',
  slots: (_method, shape) => ({ momentum: shape }),
  scalars: (method, _step, rate) => ({ rate, ...shrinkScalar(method, rate) }),
  update(context) {
    const { writer, method, gradient, slots, scalars } = context
    const momentum = given(slots, 'momentum')
    const mixed = (name: string) => {
      const beta = numberOf(method, name)
      return writer.add('add', [writer.add('mul', [momentum, writer.scalar(beta)]), writer.add('mul', [gradient, writer.scalar(1 - beta)])])
    }
    const direction = writer.add('sign', [mixed('beta1')])
    return {
      parameter: writer.add('sub', [shrunk(context), writer.add('mul', [direction, given(scalars, 'rate')])]),
      slots: { momentum: mixed('beta2') },
    }
  },
}
