import { float, positive, table, type Methods } from './method.js'

/** How the gradients of an update are bounded. */
export const clips: Methods = table({
  norm: {
    doc: 'Scales all gradients together where their global norm is more than `max` (Pascanu et al., ICML 2013).',
    implemented: true,
    parameters: { max: float('Greatest norm over all learned weights.', 1, positive) },
  },
  value: {
    doc: 'Cuts each element of the gradients to between −`max` and `max` (Mikolov, 2012).',
    implemented: true,
    parameters: { max: float('Greatest size of an element.', 1, positive) },
  },
})
