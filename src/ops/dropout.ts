import { number } from './attributes.js'
import type { Op } from './op.js'
import { fail, operand, operands, tieElementwise } from './shapes.js'

/**
 * `dropout(x) {rate}`: stands where values are dropped while training (Srivastava et al. 2014). As it stands it
 * is x itself; while training it is a product with random factors that come in as an input.
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
  training({ writer, inputs: [x], attributes, mask }) {
    return x === undefined ? [] : [writer.add('mul', [x, mask(x, number(attributes, 'rate'))])]
  },
  trainingOnly: true,
  vjp: ({ gradients: [dy] }) => [dy],
  onnx: (writer) => void writer.node('Identity', writer.inputs, {}, writer.outputs),
  channels: tieElementwise,
  distinct: true,
  quantization: { role: 'pass' },
}
