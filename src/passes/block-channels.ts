import { mark } from './mark.js'
import type { Pass } from './pass.js'

/** Marks what has a form with channels in blocks of `block`; the values stay the same. */
export const blockChannels = (block: number): Pass => ({
  name: 'block-channels',
  run: (graph) => mark(graph, { block }, (op, types, attributes) => op.blocked?.(types, attributes, block) === true),
})
