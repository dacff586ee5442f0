import { i64, type TensorType } from '../types/tensor.js'
import { ints, number32 } from './elementwise.js'
import type { Op, OnnxWriter } from './op.js'
import { fail, operand, operands, tie } from './shapes.js'

/** How many values a code chooses among: the size of x's last axis. */
export function choiceOf(op: string, x: TensorType, codes: TensorType): number {
  const [depth, places] = [x.shape.at(-1), x.shape.slice(0, -1)]
  if (typeof depth !== 'number' || places.join() !== codes.shape.join()) fail(op, `[${x.shape.join(', ')}] and [${codes.shape.join(', ')}] need a code for each row of the last axis`)
  return depth
}

/** Whether a code is one of `depth`; and the codes as places along the last axis, 0 where they are none. */
export function rowsOf(writer: OnnxWriter, codes: string, depth: number, rank: number): { readonly known: string; readonly places: string } {
  const zero = writer.constant(i64([], [0]))
  const known = writer.node('And', [writer.node('GreaterOrEqual', [codes, zero]), writer.node('Less', [codes, writer.constant(i64([], [depth]))])])
  return { known, places: writer.node('Unsqueeze', [writer.node('Where', [known, codes, zero]), ints(writer, [rank - 1])]) }
}

/**
 * `log_likelihood(x, codes) : f32[S, K], i64[S] → f32[S]`: the logarithm of softmax(x) at the code of each row; 0 for codes that are none of K.
 * What a cross entropy adds up, without a vector of K for each code. Its gradient reads x alone.
 */
export const logLikelihood: Op = {
  name: 'log_likelihood',
  doc: 'the logarithm of softmax at the code of each row',
  infer(inputs) {
    operands('log_likelihood', inputs, 2)
    const [x, codes] = [operand('log_likelihood', inputs, 0), operand('log_likelihood', inputs, 1, ['i64'])]
    choiceOf('log_likelihood', x, codes)
    return [{ dtype: 'f32', shape: codes.shape }]
  },
  vjp: ({ writer, inputs: [x, codes], gradients: [dy] }) =>
    x === undefined || codes === undefined || dy === undefined ? [] : [writer.add('log_likelihood_gradient', [dy, codes, x])],
  onnx(writer) {
    const [[x = '', codes = ''], [type, rows]] = [writer.inputs, writer.inputTypes]
    if (type === undefined || rows === undefined) return
    const axis = type.shape.length - 1
    const { known, places } = rowsOf(writer, codes, choiceOf('log_likelihood', type, rows), type.shape.length)
    const taken = writer.node('GatherElements', [writer.node('LogSoftmax', [x], { axis }), places], { axis })
    writer.node('Where', [known, writer.node('Squeeze', [taken, ints(writer, [axis])]), number32(writer, 0)], {}, writer.outputs)
  },
  channels: ([x, codes]) => (codes?.shape ?? x?.shape ?? []).flatMap((_, axis) => [tie(0, axis, axis), tie(1, axis, axis)]),
}
