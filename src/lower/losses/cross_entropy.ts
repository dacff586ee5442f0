import { numberOf, numbersOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import { f32 } from '../../types/tensor.js'
import { choiceOf, chosenOf, logsOf, meanOverPlaces, overClasses, type Choice, type Chosen } from './classes.js'
import type { Loss, LossContext } from './loss.js'
import { overlapLoss } from './regions.js'

/**
 * −Σ qₖ log pₖ over logits f32[N, K] and codes i64[N]; for masks at each pixel, over f32[N, K, H, W] and i64[N, H, W];
 * for tags and texts at each place, over f32[N, T, K] and i64[N, T].
 * With smoothing ε, q = (1 − ε)·one-hot + ε/K (Szegedy et al. 2016, section 7). With class weights, qₖ is multiplied by wₖ,
 * and the mean is Σ loss / Σ w of the true classes, as PyTorch's `CrossEntropyLoss` takes it. `dice` adds that many times
 * the dice loss, of each sample by itself.
 */
export const crossEntropy: Loss = {
  name: 'cross_entropy',
  doc: 'the negative log-likelihood of the true label',
  targets: ['label', 'mask', 'tags', 'text'],
  lower(context) {
    const { writer, method } = context
    const choice = choiceOf(context)
    const chosen = chosenOf(context, choice)
    const right = writer.add('neg', [chosen.weighed])
    const smoothing = numberOf(method, 'smoothing', 0)
    const places = smoothing === 0 ? right : writer.add('add', [
      writer.add('mul', [right, writer.scalar(1 - smoothing)]),
      writer.add('mul', [spread(context, choice, chosen), writer.scalar(smoothing)]),
    ])
    const entropy = meanOverPlaces(writer, places, chosen)
    const dice = numberOf(method, 'dice', 0)
    if (dice === 0) return entropy
    const regions = writer.add('mul', [overlapLoss(context, { above: 0.5, below: 0.5, smooth: 0.5 }), writer.scalar(dice)])
    const share = entropy.weight === undefined ? regions : writer.add('mul', [regions, entropy.weight])
    return { ...entropy, sum: writer.add('add', [entropy.sum, share]) }
  },
}

/** −mean wₖ log pₖ at each place whose class is known. */
function spread({ writer, method }: LossContext, choice: Choice, { known }: Chosen): ValueId {
  const [logs, weights] = [logsOf(writer, choice), numbersOf(method, 'weights')]
  const weighted = weights === undefined ? logs : writer.add('mul', [logs, writer.constant(f32([weights.length], weights))])
  const mean = writer.add('neg', [overClasses(writer, 'mean', weighted)])
  return known === undefined ? mean : writer.add('mul', [mean, known])
}
