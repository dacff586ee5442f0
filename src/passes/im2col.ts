import { mark } from './mark.js'
import type { Pass } from './pass.js'

/** Marks the convolutions that are faster as one product for the whole batch, where weights change from step to step. */
export const im2col: Pass = {
  name: 'im2col',
  run: (graph) => mark(graph, { im2col: true }, (op, types, attributes) => op.gathers?.(types, attributes) === true),
}
