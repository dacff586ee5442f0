import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import type { TargetType } from '../../types/field.js'

/** What a loss is written from: a task's prediction and target, as `predictionTensors` and `targetTensor` say, with the batch in front. */
export interface LossContext {
  readonly writer: Writer
  readonly prediction: ValueId
  readonly target: ValueId
  readonly type: TargetType
  readonly method: TypedMethod
}

/**
 * Each sample's loss, f32[N]. A batch's is Σ sum / Σ weight over its samples: `weight` says how much of a sample counts
 * (which share of its pixels is known, what its class weighs), and is 1 where it is left out.
 */
export interface SampleLoss {
  readonly sum: ValueId
  readonly weight?: ValueId
}

/** One file a loss. Which samples have a target, what they weigh, and the mean are the train step's business. */
export interface Loss {
  readonly name: string
  readonly doc: string
  readonly targets: readonly TargetType['kind'][]
  /** What makes the expected target of a prediction of numbers; left out where that is the prediction itself. */
  readonly activation?: 'exp'
  lower(context: LossContext): SampleLoss
}

const inner = (writer: Writer, value: ValueId): readonly number[] => writer.typeOf(value).shape.map((_, axis) => axis).slice(1)

/** The mean over all axes but the batch's. */
export function sampleMean(writer: Writer, value: ValueId): ValueId {
  const axes = inner(writer, value)
  return axes.length === 0 ? value : writer.add('mean', [value], { axes, keepdims: false })
}

/** The mean of parts of a sample, of which each counts as much as `weights` says; these broadcast as NumPy does. */
export const weightedParts = (writer: Writer, parts: ValueId, weights: ValueId): SampleLoss =>
  ({ sum: sampleMean(writer, writer.add('mul', [parts, weights])), weight: sampleMean(writer, weights) })
