import { flagOf, numberOf } from '../arguments.js'
import { given, type Optimizer, type Slots, type Update } from './optimizer.js'

/**
 * `sgd(lr, momentum, nesterov, weight_decay)`, in PyTorch's form: the velocity gathers
 * gradients and the learning rate scales the step, v ← μ v + g, θ ← θ − lr v (or lr (g + μ v)).
 */
export const sgd: Optimizer = {
  name: 'sgd',
  doc: 'stochastic gradient descent, with momentum unless it is 0',
  source: 'Sutskever et al., On the importance of initialization and momentum, ICML 2013',
  slots: (method, shape): Slots => (numberOf(method, 'momentum') === 0 ? {} : { velocity: shape }),
  scalars: (_method, _step, rate) => ({ rate }),
  update({ writer, method, parameter, gradient, slots: { velocity }, scalars }): Update {
    const [momentum, decay] = [numberOf(method, 'momentum'), numberOf(method, 'weight_decay')]
    const rate = given(scalars, 'rate')
    const slope =
      decay === 0 ? gradient : writer.add('add', [gradient, writer.add('mul', [parameter, writer.scalar(decay)])])
    const moved = (direction: number) => writer.add('sub', [parameter, writer.add('mul', [direction, rate])])
    if (velocity === undefined) return { parameter: moved(slope), slots: {} }
    const next = writer.add('add', [writer.add('mul', [velocity, writer.scalar(momentum)]), slope])
    const direction = flagOf(method, 'nesterov')
      ? writer.add('add', [slope, writer.add('mul', [next, writer.scalar(momentum)])])
      : next
    return { parameter: moved(direction), slots: { velocity: next } }
  },
}
