import { flagOf, numberOf } from '../arguments.js'
import type { Optimizer, Update } from './optimizer.js'

/**
 * `sgd(lr, momentum, nesterov, weight_decay)`, in PyTorch's form: the velocity gathers
 * gradients and the learning rate scales the step, v ← μ v + g, θ ← θ − lr v (or lr (g + μ v)).
 */
export const sgd: Optimizer = {
  name: 'sgd',
  doc: 'stochastic gradient descent, with momentum unless it is 0',
  source: 'Sutskever et al., On the importance of initialization and momentum, ICML 2013',
  slots: (method) => (numberOf(method, 'momentum') === 0 ? [] : ['velocity']),
  scalars: (_method, _step, rate) => ({ rate }),
  update({ writer, method, parameter, gradient, slots, scalars, decays }): Update {
    const [momentum, decay] = [numberOf(method, 'momentum'), decays ? numberOf(method, 'weight_decay') : 0]
    const { rate } = scalars
    if (rate === undefined) throw new Error('sgd needs the scalar `rate`')
    const slope =
      decay === 0 ? gradient : writer.add('add', [gradient, writer.add('mul', [parameter, writer.scalar(decay)])])
    const moved = (direction: number) => writer.add('sub', [parameter, writer.add('mul', [direction, rate])])
    const { velocity } = slots
    if (velocity === undefined) return { parameter: moved(slope), slots: {} }
    const next = writer.add('add', [writer.add('mul', [velocity, writer.scalar(momentum)]), slope])
    const direction = flagOf(method, 'nesterov')
      ? writer.add('add', [slope, writer.add('mul', [next, writer.scalar(momentum)])])
      : next
    return { parameter: moved(direction), slots: { velocity: next } }
  },
}
