import { ints, number32 } from './elementwise.js'
import { choiceOf, rowsOf } from './log-likelihood.js'
import type { Op } from './op.js'
import { operand, operands } from './shapes.js'

/** `log_likelihood_gradient(dy, codes, x)`: dy · (1 at the code − softmax(x)) in each row; 0 in rows whose code is none. */
export const logLikelihoodGradient: Op = {
  name: 'log_likelihood_gradient',
  doc: 'what a row adds to the code that is right, and takes from all',
  infer(inputs) {
    operands('log_likelihood_gradient', inputs, 3)
    const [, codes, x] = [operand('log_likelihood_gradient', inputs, 0), operand('log_likelihood_gradient', inputs, 1, ['i64']), operand('log_likelihood_gradient', inputs, 2)]
    choiceOf('log_likelihood_gradient', x, codes)
    return [x]
  },
  onnx(writer) {
    const [[dy = '', codes = '', x = ''], [, rows, type]] = [writer.inputs, writer.inputTypes]
    if (rows === undefined || type === undefined) return
    const axis = type.shape.length - 1
    const { known, places } = rowsOf(writer, codes, choiceOf('log_likelihood_gradient', type, rows), type.shape.length)
    const counted = writer.node('Unsqueeze', [writer.node('Where', [known, dy, number32(writer, 0)]), ints(writer, [axis])])
    const shares = writer.node('Mul', [writer.node('Softmax', [x], { axis }), writer.node('Neg', [counted])])
    writer.node('ScatterElements', [shares, places, counted], { axis, reduction: 'add' }, writer.outputs)
  },
}
