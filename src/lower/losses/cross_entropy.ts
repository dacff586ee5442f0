import type { ValueId } from '../../ir/graph.js'
import type { Loss } from './loss.js'

/**
 * −Σ qₖ log pₖ over logits f32[N, K] and codes i64[N]. With smoothing ε, q = (1 − ε)·one-hot + ε/K
 * (Szegedy et al. 2016, section 7). For tags f32[N, T, K] and i64[N, T], the mean over the places that have one.
 */
export const crossEntropy: Loss = {
  name: 'cross_entropy',
  doc: 'the negative log-likelihood of the true label',
  targets: ['label', 'tags'],
  lower(writer, prediction, target, method) {
    const classes = writer.typeOf(prediction).shape.at(-1)
    if (typeof classes !== 'number') throw new Error('cross_entropy needs a fixed number of classes')
    const given = method.arguments['smoothing']
    const smoothing = typeof given === 'number' ? given : typeof given === 'object' && 'value' in given ? given.value : 0
    const { length } = writer.typeOf(prediction).shape
    const logs = writer.add('log_softmax', [prediction], { axis: length - 1 })
    const hot = writer.add('one_hot', [target], { depth: classes })
    const over = (op: 'sum' | 'mean', value: ValueId, axis: number) => writer.add(op, [value], { axes: [axis], keepdims: false })
    const chosen = writer.add('neg', [over('sum', writer.add('mul', [hot, logs]), length - 1)])
    const each = smoothing === 0 ? chosen : writer.add('add', [
      writer.add('mul', [chosen, writer.scalar(1 - smoothing)]),
      writer.add('mul', [writer.add('neg', [over('mean', logs, length - 1)]), writer.scalar(smoothing)]),
    ])
    if (length === 2) return each
    // Codes past the last class, which stand for places without a tag, have no place in `hot`.
    const known = over('sum', hot, 2)
    const count = writer.add('maximum', [over('sum', known, 1), writer.scalar(1)])
    return writer.add('div', [over('sum', writer.add('mul', [each, known]), 1), count])
  },
}
