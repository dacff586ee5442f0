import type { TargetType } from '../../types/field.js'
import type { TensorType } from '../../types/tensor.js'
import { belowOne, flag, float, list, notNegative, positive, table, within, type Arguments, type Methods, type MethodSpec } from './method.js'

type Kind = TargetType['kind']

export interface LossSpec extends MethodSpec {
  /** Targets that it is defined for. */
  readonly fits: readonly Kind[]
  /** Whether it can be 0 or less for predictions that are no better than good, which some ways of balancing cannot bear. */
  readonly mayBeNegative?: (given: Arguments) => boolean
  /** What is wrong with arguments for a target, and with what is predicted for it where that is known. */
  readonly misfit?: (given: Arguments, target: TargetType, predicted?: TensorType) => string | undefined
}

const classes: readonly Kind[] = ['label', 'mask', 'tags']
const regions: readonly Kind[] = ['mask', 'labels']
const numbers: readonly Kind[] = ['number', 'vector']

/** Weights of classes, which need one for each. */
const weights = list(
  'float',
  'A weight for each label in their order; a mean is then over the weights. `balanced` is n / (K · nₖ): the rarer in the training part, the more. '
    + 'For `labels` they weigh labels that are there, a mean is over all, and `balanced` is absent / there.',
  notNegative, ['balanced'],
)

const measured: ReadonlySet<Kind> = new Set(['label', 'labels', 'mask'])

const oneWeightEach = ({ weights: given }: Arguments, target: TargetType): string | undefined => {
  if (given !== undefined && target.kind === 'text') return '`weights` are those of labels, and a text has none'
  if (given === 'balanced' && !measured.has(target.kind)) return `\`balanced\` weights are measured of labels, and not of \`${target.kind}\``
  if (Array.isArray(given) && given.every((weight) => weight === 0)) return 'all `weights` are 0, so that nothing is learned'
  const labels = 'labels' in target ? target.labels.length : undefined
  return Array.isArray(given) && labels !== undefined && given.length !== labels ? `\`weights\` has ${given.length} values, and there are ${labels} labels` : undefined
}

/** Errors of coordinates: maps have none, until a point is sought in them. */
const ofCoordinates: LossSpec['misfit'] = (_given, { kind }, predicted) =>
  kind === 'keypoints' && predicted?.shape.length === 3 ? 'it compares coordinates, f32[n, 2], and heat maps are predicted: `heat_map_mse` compares those' : undefined

export const losses: Methods<LossSpec> = table<LossSpec>({
  cross_entropy: {
    doc: 'Negative log probability of the right class, by a softmax; padding and missing targets are left out.',
    implemented: true,
    fits: [...classes, 'text'],
    parameters: {
      smoothing: float('Probability that is spread over all classes (Szegedy et al., CVPR 2016).', 0, belowOne),
      weights,
      dice: float('Weight of a `dice` loss beside it; for masks.', 0, notNegative),
    },
    misfit: (given, target) =>
      target.kind !== 'mask' && typeof given['dice'] === 'number' && given['dice'] > 0 ? '`dice` compares regions of a mask' : oneWeightEach(given, target),
  },
  focal: {
    doc: 'Cross entropy that counts little where the prediction is right already (Lin et al., ICCV 2017).',
    implemented: true,
    fits: ['labels', ...classes],
    parameters: {
      gamma: float('How little; 0 is cross entropy.', 2, notNegative),
      alpha: float('Of `labels`: the weight of those that are there, and 1 − alpha of others; 0.25 where it is left out, and none beside `weights`, which a given one multiplies.', undefined, within),
      weights,
    },
    misfit: (given, target) =>
      target.kind !== 'labels' && given['alpha'] !== undefined ? '`alpha` weighs labels that are there against those that are not' : oneWeightEach(given, target),
  },
  bce: {
    doc: 'Negative log probability of each label by itself, by a sigmoid.',
    implemented: true,
    fits: ['labels'],
    parameters: { smoothing: float('Moves what is right towards one half.', 0, belowOne), weights },
    misfit: oneWeightEach,
  },
  dice: {
    doc: 'One minus twice the overlap over the sum of both sizes (Milletari et al., 3DV 2016).',
    implemented: true,
    fits: regions,
    parameters: { smooth: float('Added above and below, so that nothing against nothing is right.', 1, positive) },
  },
  tversky: {
    doc: 'Dice with weights of its own for what is found too much and too little (Salehi et al., MLMI 2017).',
    implemented: true,
    fits: regions,
    parameters: {
      alpha: float('Weight of what is found and not there.', 0.3, notNegative),
      beta: float('Weight of what is there and not found.', 0.7, notNegative),
      smooth: float('Added above and below.', 1, positive),
    },
    conflict: ({ alpha, beta }) => (alpha === 0 && beta === 0 ? '`alpha` and `beta` are both 0, so that nothing is ever wrong' : undefined),
  },
  mse: { doc: 'Mean of squared errors.', implemented: true, fits: [...numbers, 'keypoints'], parameters: {}, misfit: ofCoordinates },
  mae: { doc: 'Mean of absolute errors.', implemented: true, fits: [...numbers, 'keypoints'], parameters: {}, misfit: ofCoordinates },
  huber: {
    doc: 'Squared errors up to `delta`, and straight beyond (Huber, 1964).',
    implemented: true,
    fits: [...numbers, 'keypoints'],
    parameters: { delta: float('Where it becomes straight, in the target\'s unit.', 1, positive) },
    misfit: ofCoordinates,
  },
  smooth_l1: {
    doc: 'Absolute errors, rounded off below `beta` (Girshick, ICCV 2015).',
    implemented: true,
    fits: [...numbers, 'keypoints'],
    parameters: { beta: float('Where it becomes straight, in the target\'s unit.', 1, positive) },
    misfit: ofCoordinates,
  },
  quantile: {
    doc: 'Errors weighed by their sign, least at the given quantile of the target (Koenker & Bassett, 1978).',
    implemented: true,
    fits: numbers,
    parameters: { at: float('Which quantile; 0.5 is the median.', 0.5, within) },
  },
  poisson_nll: {
    doc: 'For counts: exp(p) − y·p, which can be less than 0. The prediction p is the logarithm of the expected count; metrics and the bindings take exp(p).',
    implemented: true,
    fits: numbers,
    // With log y! added it is the negative log of a probability, so of counts never less than 0.
    mayBeNegative: ({ full }) => full !== true,
    parameters: { full: flag('Adds what depends on the target alone (Stirling), for values that can be compared.', false) },
  },
  cosine: { doc: 'One minus the cosine between prediction and target.', implemented: true, fits: ['vector'], parameters: {} },
  heat_map_mse: {
    doc: 'Squared error of heat maps to a Gaussian around each point (Tompson et al., NeurIPS 2014); `mse` where coordinates are predicted.',
    implemented: true,
    fits: ['keypoints'],
    parameters: { sigma: float('Width of the Gaussians, in pixels of the maps.', 2, positive) },
  },
  detection: {
    doc: 'What a detection head learns: classes by focal loss, sides by overlap (GIoU), and how near the middle of a box is (Tian et al., FCOS, ICCV 2019).',
    implemented: true,
    fits: ['boxes'],
    parameters: {
      gamma: float('Of the focal loss: how little counts what is right already.', 2, notNegative),
      alpha: float('Of the focal loss: the weight of classes that are there, and 1 − alpha of others.', 0.25, within),
      box: float('Weight of the sides beside the classes.', 1, notNegative),
      middle: float('Weight of how near the middle is, beside the classes.', 1, notNegative),
      radius: float('How far from the middle of its box a place may lie to find it, in strides.', 1.5, positive),
      reach: float('How far the sides of a level\'s boxes may lie, in its strides; larger ones belong to the next level.', 8, positive),
    },
  },
})

/** The loss of a task that names none. */
export const defaultLoss = {
  label: 'cross_entropy', number: 'mse', vector: 'mse', labels: 'bce', mask: 'cross_entropy', boxes: 'detection', keypoints: 'heat_map_mse',
  tags: 'cross_entropy', text: 'cross_entropy',
} as const satisfies Record<Kind, string>
