import { reduction } from './reduce.js'

/** `log_sum_exp(x) {axes, keepdims}`: log Σ eˣ, without its overflow; its gradient is a softmax. */
export const logSumExp = reduction({
  name: 'log_sum_exp',
  doc: 'the logarithm of the sum of eˣ over axes',
  onnx: 'ReduceLogSumExp',
  start: -Infinity,
  step(total, value) {
    const most = Math.max(total, value)
    return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(total, value) - most))
  },
  gradient: ({ writer, x, y, dy }) => writer.add('mul', [dy, writer.add('exp', [writer.add('sub', [x, y])])]),
})
