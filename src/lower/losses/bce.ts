import { numberOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import { labelsOf, weighedTruth } from './labels.js'
import { weightedParts, type Loss } from './loss.js'

/**
 * −wₖ y log σ(z) − (1 − y) log(1 − σ(z)), the mean over the labels that are known, by logits f32[N, K]. Smoothing ε
 * makes y (1 − ε)·y + ε/2. The weights are of labels that are there, and the mean is over labels whatever they weigh, as PyTorch's
 * `BCEWithLogitsLoss(pos_weight = …)` takes it.
 */
export const bce: Loss = {
  name: 'bce',
  doc: 'the negative log-likelihood of each label by itself',
  targets: ['labels'],
  lower(context) {
    const { writer, prediction, method } = context
    const { truth, known } = labelsOf(context)
    const smoothing = numberOf(method, 'smoothing', 0)
    const smooth = (value: ValueId): ValueId => smoothing === 0 ? value
      : writer.add('add', [writer.add('mul', [value, writer.scalar(1 - smoothing)]), writer.scalar(smoothing / 2)])
    const there = smooth(truth)
    const absent = writer.add('sub', [writer.scalar(1), there])
    // −log σ(z) is softplus(−z), and −log(1 − σ(z)) softplus(z): neither overflows.
    const losses = writer.add('add', [
      writer.add('mul', [weighedTruth(context, there), writer.add('softplus', [writer.add('neg', [prediction])])]),
      writer.add('mul', [absent, writer.add('softplus', [prediction])]),
    ])
    return weightedParts(writer, losses, known)
  },
}
