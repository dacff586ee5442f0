import { numberOf } from '../arguments.js'
import type { Clip } from './clip.js'

/** `norm(max)`: all gradients times max / max(‖g‖, max), so that their direction stays and their global norm is at most `max`. */
export const norm: Clip = {
  name: 'norm',
  doc: 'scales all gradients together to a global norm of at most `max`',
  source: 'Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1',
  clip({ writer, method, gradients, norm: length }) {
    const most = writer.scalar(numberOf(method, 'max'))
    const factor = writer.add('div', [most, writer.add('maximum', [length, most])])
    return gradients.map((gradient) => writer.add('mul', [gradient, factor]))
  },
}
