import type { TargetType } from '../../types/field.js'
import { markSpans } from '../../types/spans.js'
import { float, table, within, type MethodParameter, type Methods, type MethodSpec } from './method.js'

type Kind = TargetType['kind']

export interface MetricSpec extends MethodSpec {
  readonly fits: readonly Kind[]
  readonly better: 'more' | 'less'
  /** `ratio`: at most 1, so that `%` and `pt` apply; `own`: in the target's unit. */
  readonly scale: 'ratio' | 'own'
  /** What is wrong with it for a target that it fits by kind; by default such targets are not measured by it. */
  readonly misfit?: (target: TargetType) => string | undefined
}

type Side = Pick<MetricSpec, 'better' | 'scale'>

const ratio: Side = { better: 'more', scale: 'ratio' }
const error: Side = { better: 'less', scale: 'own' }
const numbers: readonly Kind[] = ['number', 'vector']

const runs = (doc: string, fits: readonly Kind[], side: Side, parameters: Readonly<Record<string, MethodParameter>> = {}): MetricSpec =>
  ({ doc, implemented: true, fits, ...side, parameters })

const withoutSpans = (target: TargetType): string | undefined =>
  target.kind === 'tags' && !markSpans(target.labels) ? 'spans are marked by tags such as `B-NAME`, `I-NAME` and `O`, and others have none' : undefined

export const metrics: Methods<MetricSpec> = table<MetricSpec>({
  accuracy: runs('Share of samples whose label is the most probable one.', ['label'], ratio),
  macro_f1: runs('Mean over the labels of the harmonic mean of precision and recall.', ['label', 'labels'], ratio),
  mae: runs('Mean of absolute errors.', numbers, error),
  rmse: runs('Root of the mean of squared errors.', numbers, error),
  r2: runs('Share of the target\'s variance that is explained.', numbers, ratio),
  micro_f1: runs('Harmonic mean of precision and recall over all labels of all samples.', ['labels'], ratio),
  mean_ap: runs('Mean over the labels of the area under precision over recall.', ['labels'], ratio),
  miou: runs('Mean over the classes of overlap over union.', ['mask'], ratio),
  pixel_accuracy: runs('Share of pixels whose class is right.', ['mask'], ratio),
  map_50: runs('Mean average precision of boxes that overlap by half, read at 101 recalls (Lin et al., COCO, ECCV 2014).', ['boxes'], ratio),
  map_50_95: runs('The same, as a mean over overlaps of 50, 55 … 95%.', ['boxes'], ratio),
  pck: runs('Share of points that are found near where they are (Yang & Ramanan, PAMI 2013).', ['keypoints'], ratio, {
    within: float('How near, as a share of the image\'s width and height.', 0.05, within),
  }),
  token_accuracy: runs('Share of words whose tag is right.', ['tags'], ratio),
  span_f1: { ...runs('Harmonic mean of precision and recall of whole spans, tagged B-, I- and O (Tjong Kim Sang & De Meulder, CoNLL 2003).', ['tags'], ratio), misfit: withoutSpans },
  perplexity: runs('Exponential of the mean negative log probability of a piece, given those before it.', ['text'], error),
  bleu: runs('Overlap of runs of up to four words with what the model writes by itself (Papineni et al., ACL 2002).', ['text'], ratio),
  chrf: runs('F-score of runs of up to six letters in what the model writes by itself (Popović, WMT 2015).', ['text'], ratio),
})

/** The metrics of a task that names none. */
export const defaultMetrics = {
  label: ['accuracy', 'macro_f1'],
  number: ['mae', 'rmse', 'r2'],
  vector: ['mae', 'rmse', 'r2'],
  labels: ['micro_f1', 'mean_ap'],
  mask: ['miou', 'pixel_accuracy'],
  boxes: ['map_50', 'map_50_95'],
  keypoints: ['pck'],
  tags: ['token_accuracy', 'span_f1'],
  text: ['perplexity', 'bleu', 'chrf'],
} as const satisfies Record<Kind, readonly string[]>
