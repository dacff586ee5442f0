import { numberOf } from '../arguments.js'
import { halfCosine, type Schedule } from './schedule.js'

/**
 * `one_cycle(rise, start, final)`: along half a cosine from `start` to 1 over the share `rise` of the training, then along another
 * to `final` (Smith & Topin, Super-convergence, 2019, with the cosines that are usual since). The rise is its warm-up.
 */
export const one_cycle: Schedule = {
  name: 'one_cycle',
  doc: 'rises from `start` to the learning rate and falls to `final`',
  factor({ step, total }, method) {
    const top = numberOf(method, 'rise') * total
    return step < top ? halfCosine(1 - step / top, numberOf(method, 'start')) : halfCosine(Math.min(1, (step - top) / Math.max(1, total - top)), numberOf(method, 'final'))
  },
}
