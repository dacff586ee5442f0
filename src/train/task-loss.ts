/** What a task's loss is in a train step: the mean over the samples that have its target, and a teacher's part. */
import type { TypedTask } from '../check/typed.js'
import type { GraphBuilder } from '../ir/builder.js'
import type { ValueId } from '../ir/graph.js'
import { batchSymbol } from '../lower/extern.js'
import { lossNamed } from '../lower/losses/index.js'
import { targetTensor } from '../types/fields.js'
import type { TensorType } from '../types/tensor.js'
import { distillation, type Teacher } from './distill.js'

/** The encoded target of a task, as it is fed. */
function targetType({ target: { type } }: TypedTask): TensorType {
  const { dtype, shape } = targetTensor(type)
  return { dtype, shape: [batchSymbol, ...shape] }
}

const sumOf = (builder: GraphBuilder, value: ValueId): ValueId => builder.add('sum', [value], { axes: [0], keepdims: false })

/** Σ fᵢ vᵢ / max(count, tiny), where `count` is Σ fᵢ: 0 where no sample counts. */
const weightedMean = (builder: GraphBuilder, values: ValueId, factors: ValueId, count: ValueId): ValueId =>
  builder.add('div', [sumOf(builder, builder.add('mul', [values, factors])), builder.add('maximum', [count, builder.scalar(1e-12)])])

/**
 * Σ wᵢ mᵢ sᵢ / max(Σ wᵢ mᵢ cᵢ, tiny): the mean of a task's loss over what is known of its target in the batch, sᵢ and cᵢ being
 * a sample's sum and how much it counts (lower/losses/loss.ts). Adds the inputs `target:<task>` and `mask:<task>`; `count` is
 * Σ wᵢ mᵢ cᵢ.
 */
export function ownLoss(
  builder: GraphBuilder,
  task: TypedTask,
  prediction: ValueId,
  weights: ValueId,
): { readonly loss: ValueId; readonly count: ValueId; readonly target: ValueId } {
  const target = builder.input(`target:${task.name}`, targetType(task))
  const mask = builder.input(`mask:${task.name}`, { dtype: 'f32', shape: [batchSymbol] })
  const factors = builder.add('mul', [weights, mask])
  const { sum, weight } = lossNamed(task.loss.name).lower({ writer: builder, prediction, target, type: task.target.type, method: task.loss })
  const count = sumOf(builder, weight === undefined ? factors : builder.add('mul', [factors, weight]))
  return { loss: weightedMean(builder, sum, factors, count), count, target }
}

/** A task's loss, with the teacher's part: the mean over all samples, since it needs no target; of sequences, over the places of those that have one. */
export function taskLoss(
  builder: GraphBuilder,
  task: TypedTask,
  prediction: ValueId,
  weights: ValueId,
  teacher: Teacher | undefined,
  teachers: ReadonlyMap<string, ValueId>,
): { readonly loss: ValueId; readonly count: ValueId } {
  const own = ownLoss(builder, task, prediction, weights)
  const taught = teachers.get(task.name)
  if (teacher === undefined || taught === undefined) return own
  const { sum, weight } = distillation(builder, task.target.type, own.target, prediction, taught, teacher.temperature)
  const count = sumOf(builder, weight === undefined ? weights : builder.add('mul', [weights, weight]))
  const loss = builder.add('add', [
    builder.add('mul', [own.loss, builder.scalar(1 - teacher.share)]),
    builder.add('mul', [weightedMean(builder, sum, weights, count), builder.scalar(teacher.share)]),
  ])
  return { loss, count: own.count }
}
