import { ints } from './elementwise.js'
import type { Op } from './op.js'
import { operands } from './shapes.js'

/**
 * `after(x, late)`: x itself, which can be read only once `late` is there. What is computed from it again is then computed
 * late, and a runtime does not take it for what was computed before. A view whose shape waits: that of x, plus a number
 * that is always 0 and comes from the size of `late`.
 */
export const after: Op = {
  name: 'after',
  doc: 'a value that waits for another',
  infer(inputs) {
    operands('after', inputs, 2)
    return inputs.slice(0, 1)
  },
  view: true,
  onnx(writer) {
    const [x = '', late = ''] = writer.inputs
    const zero = writer.node('Mod', [writer.node('Size', [late]), ints(writer, [1])])
    writer.node('Reshape', [x, writer.node('Add', [writer.node('Shape', [x]), zero])], {}, writer.outputs)
  },
}
