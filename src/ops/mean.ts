import { countOf, reduction } from './reduce.js'

/** `mean(x) {axes, keepdims}` */
export const mean = reduction({
  name: 'mean',
  doc: 'the mean over axes',
  onnx: 'ReduceMean',
  start: 0,
  step: (total, value) => total + value,
  finish: (total, count) => total / count,
  gradient: ({ writer, x, dy, axes }) =>
    writer.add('broadcast_to', [writer.add('div', [dy, countOf(writer, x, axes)]), x]),
})
