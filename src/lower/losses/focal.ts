import { numberOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { choiceOf, chosenOf, meanOverPlaces } from './classes.js'
import { labelsOf, weighedTruth } from './labels.js'
import { weightedParts, type Loss, type LossContext, type SampleLoss } from './loss.js'

/** Of the labels that are there, where neither it nor `weights` is given (Lin et al. 2017, section 4.1). */
const usualAlpha = 0.25

/**
 * −(1 − p)^γ log p, p being the probability of what is true (Lin et al. 2017, equation 4). For labels by themselves times α where one is
 * there and 1 − α where not (equation 5), the mean over those that are known: `weights` alone say what a label that is there weighs against 1,
 * and multiply a given α. For a choice among classes the mean is over Σ w of the true
 * ones, as with cross entropy.
 */
export const focal: Loss = {
  name: 'focal',
  doc: 'cross entropy that counts little where the prediction is right already',
  targets: ['label', 'labels', 'mask', 'tags'],
  lower: (context) => (context.type.kind === 'labels' ? ofLabels(context) : ofClasses(context)),
}

function ofClasses(context: LossContext): SampleLoss {
  const { writer, method } = context
  const chosen = chosenOf(context, choiceOf(context))
  const wrong = writer.add('sub', [writer.scalar(1), writer.add('exp', [chosen.log])])
  const places = writer.add('neg', [writer.add('mul', [power(writer, wrong, numberOf(method, 'gamma')), chosen.weighed])])
  return meanOverPlaces(writer, places, chosen)
}

function ofLabels(context: LossContext): SampleLoss {
  const { writer, prediction, method } = context
  const { truth, known } = labelsOf(context)
  const byWeights = method.arguments['alpha'] === undefined && method.arguments['weights'] !== undefined
  const settings = { alpha: byWeights ? undefined : numberOf(method, 'alpha', usualAlpha), gamma: numberOf(method, 'gamma') }
  return weightedParts(writer, focalOf(writer, prediction, truth, weighedTruth(context, truth), settings), known)
}

/** The loss of each logit by itself; `truth` is 1 or 0, and `counted` the same times what each label weighs. Without α, both sides count in full. */
export function focalOf(
  writer: Writer, logits: ValueId, truth: ValueId, counted: ValueId, { alpha, gamma }: { readonly alpha: number | undefined; readonly gamma: number },
): ValueId {
  const absent = writer.add('sub', [writer.scalar(1), truth])
  // The logit of what is true: of the label being there, or of it not being there. 1 − p is then exp(−softplus) of it.
  const right = writer.add('mul', [logits, writer.add('sub', [truth, absent])])
  const scaled = writer.add('mul', [writer.add('softplus', [right]), writer.scalar(-gamma)])
  const times = (value: ValueId, share: number | undefined): ValueId => (share === undefined ? value : writer.add('mul', [value, writer.scalar(share)]))
  const factor = writer.add('add', [times(counted, alpha), times(absent, alpha === undefined ? undefined : 1 - alpha)])
  const entropy = writer.add('softplus', [writer.add('neg', [right])])
  return writer.add('mul', [writer.add('mul', [factor, writer.add('exp', [scaled])]), entropy])
}

/** x^γ for x from 0 to 1. */
function power(writer: Writer, x: ValueId, gamma: number): ValueId {
  if (gamma === 0) return writer.scalar(1)
  if (gamma === 1) return x
  if (gamma === 2) return writer.add('mul', [x, x])
  // The logarithm of 0 has no gradient to go on from.
  const log = writer.add('log', [writer.add('maximum', [x, writer.scalar(1e-7)])])
  return writer.add('exp', [writer.add('mul', [log, writer.scalar(gamma)])])
}
