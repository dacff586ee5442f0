import type { Loss } from './loss.js'

/**
 * −Σ qₖ log pₖ over logits f32[N, K] and codes i64[N]. With smoothing ε, q = (1 − ε)·one-hot + ε/K
 * (Szegedy et al. 2016, section 7).
 */
export const crossEntropy: Loss = {
  name: 'cross_entropy',
  doc: 'the negative log-likelihood of the true label',
  targets: ['label'],
  lower(writer, prediction, target, method) {
    const classes = writer.typeOf(prediction).shape.at(-1)
    if (typeof classes !== 'number') throw new Error('cross_entropy needs a fixed number of classes')
    const given = method.arguments['smoothing']
    const smoothing = typeof given === 'number' ? given : typeof given === 'object' && 'value' in given ? given.value : 0
    const logs = writer.add('log_softmax', [prediction], { axis: 1 })
    const hot = writer.add('one_hot', [target], { depth: classes })
    const chosen = writer.add('neg', [writer.add('sum', [writer.add('mul', [hot, logs])], { axes: [1], keepdims: false })])
    if (smoothing === 0) return chosen
    const spread = writer.add('neg', [writer.add('mean', [logs], { axes: [1], keepdims: false })])
    return writer.add('add', [
      writer.add('mul', [chosen, writer.scalar(1 - smoothing)]),
      writer.add('mul', [spread, writer.scalar(smoothing)]),
    ])
  },
}
