import type { ValueId } from '../ir/graph.js'
import { reduction } from './reduce.js'

/**
 * `prod(x) {axes, keepdims}`. The gradient at x is the product of all others, that of those before and of those behind, so that it
 * is exact where values are zero and y / x is not; axes of unknown size have none.
 */
export const prod = reduction({
  name: 'prod',
  doc: 'the product over axes',
  onnx: 'ReduceProd',
  start: 1,
  step: (total, value) => total * value,
  gradient({ writer, x, dy, axes }) {
    let [whole, gradient]: [ValueId, ValueId] = [x, dy]
    for (const axis of axes) {
      const [before, behind] = [false, true].map((reverse) => writer.add('cumprod', [whole], { axis, reverse, exclusive: true }))
      if (before === undefined || behind === undefined) break
      gradient = writer.add('mul', [gradient, writer.add('mul', [before, behind])])
      whole = writer.add('prod', [whole], { axes: [axis], keepdims: true })
    }
    return axes.length === 0 ? writer.add('broadcast_to', [dy, x]) : gradient
  },
})
