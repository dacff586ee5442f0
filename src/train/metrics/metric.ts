import type { TypedMethod } from '../../check/typed.js'
import type { TargetType } from '../../types/field.js'
import type { Tensor } from '../../types/tensor.js'

/** Gathers a metric over batches; memory does not grow with their number. */
export interface Accumulator {
  /** `weights` is f32[N]: 0 where the target is missing, otherwise the sample's weight (1 without a weight column). */
  add(prediction: Tensor, target: Tensor, weights: Float32Array): void
  /** NaN where nothing was added. */
  result(): number
}

/** How well a task does. Samples count by their weight where the data has a column of weights, else alike. */
export interface Metric {
  readonly name: string
  readonly doc: string
  readonly direction: 'higher' | 'lower'
  /** `ratio`: 1 is perfect and it can be compared between tasks; `own`: in the target's unit or its square. */
  readonly unit: 'ratio' | 'own'
  readonly targets: readonly TargetType['kind'][]
  /** Of texts that the model writes by itself: `prediction` is then what it wrote, encoded as the target is. */
  readonly written?: true
  /** `method` holds the arguments of metrics that have some; `pieces` are those of a target that is a text. */
  create(target: TargetType, method?: TypedMethod, pieces?: readonly string[]): Accumulator
}

/** How many numbers a target holds: 1 for `number`, n for `vector[n]`. */
export const sizeOf = (target: TargetType): number => (target.kind === 'vector' ? target.size : 1)

/** Which of `count` values from `first` on is the highest; the first of equals. */
function highest({ data }: Tensor, first: number, count: number): number {
  let best = 0
  for (let index = 1; index < count; index++) if (Number(data[first + index]) > Number(data[first + best])) best = index
  return best
}

/** Calls back with each sample's predicted and true class. */
export function eachClass(
  classes: number,
  prediction: Tensor,
  target: Tensor,
  weights: Float32Array,
  visit: (predicted: number, actual: number, weight: number) => void,
): void {
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    visit(highest(prediction, sample * classes, classes), Number(target.data[sample]), weight)
  }
}

/** Calls back with the predicted and the true tags of each sample, those of its words alone. */
export function eachSequence(
  type: TargetType,
  prediction: Tensor,
  target: Tensor,
  weights: Float32Array,
  visit: (predicted: readonly number[], actual: readonly number[], weight: number) => void,
): void {
  if (type.kind !== 'tags') return
  const { max, labels } = type
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    const truth = Array.from(target.data.slice(sample * max, (sample + 1) * max) as Iterable<number | bigint>, Number)
    const places = truth.flatMap((code, place) => (code < labels.length ? [place] : []))
    const likeliest = (place: number): number => highest(prediction, (sample * max + place) * labels.length, labels.length)
    visit(places.map(likeliest), places.map((place) => truth[place] ?? 0), weight)
  }
}

/**
 * Calls back with the predicted and the true class of each pixel that is known, from logits f32[N, K, H, W] and codes i64[N, H, W] (K where the
 * class is not known).
 */
export function eachPixel(
  classes: number,
  prediction: Tensor,
  target: Tensor,
  weights: Float32Array,
  visit: (predicted: number, actual: number, weight: number) => void,
): void {
  const pixels = target.data.length / Math.max(1, weights.length)
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    for (let pixel = 0; pixel < pixels; pixel++) {
      const actual = Number(target.data[sample * pixels + pixel])
      if (actual >= classes) continue
      const first = sample * classes * pixels + pixel
      let best = 0
      for (let index = 1; index < classes; index++) {
        if (Number(prediction.data[first + index * pixels]) > Number(prediction.data[first + best * pixels])) best = index
      }
      visit(best, actual, weight)
    }
  }
}

/** Calls back with the logit of each label and whether it is there, from f32[N, K] alike, where that is known (it is not where the target is −1). */
export function eachLabel(
  labels: number,
  prediction: Tensor,
  target: Tensor,
  weights: Float32Array,
  visit: (label: number, logit: number, there: boolean, weight: number) => void,
): void {
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    for (let label = 0; label < labels; label++) {
      const actual = Number(target.data[sample * labels + label])
      if (actual >= 0) visit(label, Number(prediction.data[sample * labels + label]), actual > 0, weight)
    }
  }
}

/** How many labels a target tells apart. */
export const labelsOf = (target: TargetType): number => ('labels' in target ? target.labels.length : 0)

/** Adds to one of many sums. */
export function raise(sums: Float64Array, index: number, amount: number): void {
  sums[index] = (sums[index] ?? 0) + amount
}

/** Calls back with each number predicted, the true one, and its place in the vector. */
export function eachNumber(
  size: number,
  prediction: Tensor,
  target: Tensor,
  weights: Float32Array,
  visit: (predicted: number, actual: number, weight: number, place: number) => void,
): void {
  for (const [sample, weight] of weights.entries()) {
    if (weight === 0) continue
    for (let place = 0; place < size; place++) {
      visit(Number(prediction.data[sample * size + place]), Number(target.data[sample * size + place]), weight, place)
    }
  }
}
