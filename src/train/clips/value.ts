import { numberOf } from '../arguments.js'
import type { Clip } from './clip.js'

/** `value(max)`: each element of each gradient between −max and max. */
export const value: Clip = {
  name: 'value',
  doc: 'cuts each element of the gradients to between −`max` and `max`',
  source: 'Mikolov, Statistical language models based on neural networks, PhD thesis, Brno 2012',
  clip({ writer, method, gradients }) {
    const max = numberOf(method, 'max')
    return gradients.map((gradient) => writer.add('clip', [gradient], { min: -max, max }))
  },
}
