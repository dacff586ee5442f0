import { reduction, shared } from './reduce.js'

/** `reduce_min(x) {axes, keepdims}` */
export const reduceMin = reduction({
  name: 'reduce_min',
  doc: 'the smallest value over axes',
  onnx: 'ReduceMin',
  start: Infinity,
  step: (total, value) => Math.min(total, value),
  gradient: shared,
})
