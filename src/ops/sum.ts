import { reduction } from './reduce.js'

/** `sum(x) {axes, keepdims}` */
export const sum = reduction({
  name: 'sum',
  doc: 'the sum over axes',
  onnx: 'ReduceSum',
  start: 0,
  step: (total, value) => total + value,
  gradient: ({ writer, x, dy }) => writer.add('broadcast_to', [dy, x]),
})
