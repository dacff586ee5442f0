import { reduction, shared } from './reduce.js'

/** `reduce_max(x) {axes, keepdims}` */
export const reduceMax = reduction({
  name: 'reduce_max',
  doc: 'the largest value over axes',
  onnx: 'ReduceMax',
  start: -Infinity,
  step: (total, value) => Math.max(total, value),
  gradient: shared,
})
