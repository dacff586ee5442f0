import type { ValueId } from '../../ir/graph.js'
import type { Loss } from './loss.js'

/** Shorter vectors than this have no direction. */
const shortest = 1e-8

/** 1 − ŷ·y / (‖ŷ‖ ‖y‖), from 0 to 2; 1 where either is 0. */
export const cosine: Loss = {
  name: 'cosine',
  doc: 'one minus the cosine between prediction and target',
  targets: ['vector'],
  lower({ writer, prediction, target }) {
    const dot = (a: ValueId, b: ValueId): ValueId => writer.add('sum', [writer.add('mul', [a, b])], { axes: [1], keepdims: false })
    const length = (a: ValueId): ValueId => writer.add('sqrt', [writer.add('maximum', [dot(a, a), writer.scalar(shortest ** 2)])])
    const lengths = writer.add('mul', [length(prediction), length(target)])
    return { sum: writer.add('sub', [writer.scalar(1), writer.add('div', [dot(prediction, target), lengths])]) }
  },
}
