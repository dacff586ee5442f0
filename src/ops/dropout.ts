import { number } from './attributes.js'
import type { Op } from './op.js'
import { fail, operand, operands, tieElementwise } from './shapes.js'

/**
 * `dropout(x) {rate}`: stands where values are dropped while training (Srivastava et al. 2014). As it stands it
 * is x itself; training mode makes it a product with random factors.
 */
export const dropout: Op = {
  name: 'dropout',
  doc: 'x, some of whose values are zeroed while training',
  infer(inputs, attributes) {
    operands('dropout', inputs, 1)
    const rate = number(attributes, 'rate')
    if (!(rate >= 0 && rate < 1)) fail('dropout', `a rate of ${rate} is not in [0, 1)`)
    return [operand('dropout', inputs, 0)]
  },
  vjp: ({ gradients: [dy] }) => [dy],
  onnx: (writer) => void writer.node('Identity', writer.inputs, {}, writer.outputs),
  channels: tieElementwise,
  distinct: true,
  quantization: { role: 'pass' },
}
