import type { ValueId } from '../ir/graph.js'
import type { Graph, Weights } from '../ir/graph.js'
import type { Writer } from '../ops/op.js'
import type { TargetType } from '../types/field.js'

/** A trained model that a student learns from. */
export interface Teacher {
  /** Mode-neutral; run as in inference. */
  readonly graph: Graph
  readonly weights: Weights
  readonly temperature: number
  /** How much of the loss is the teacher's, 0–1. */
  readonly share: number
}

/**
 * How far a student is from its teacher, per sample: for labels T²·KL(teacher ‖ student) of the softened
 * distributions, the T² keeping the gradient's size (Hinton, Vinyals, Dean 2015, section 2), of tags the mean over
 * all places; for numbers the squared difference.
 */
export function distillation(writer: Writer, target: TargetType, student: ValueId, teacher: ValueId, temperature: number): ValueId {
  if (target.kind !== 'label' && target.kind !== 'tags') {
    const error = writer.add('sub', [student, teacher])
    const square = writer.add('mul', [error, error])
    return target.kind === 'number' ? square : writer.add('mean', [square], { axes: [1], keepdims: false })
  }
  const last = writer.typeOf(student).shape.length - 1
  const softened = (logits: ValueId) =>
    writer.add('log_softmax', [writer.add('div', [logits, writer.scalar(temperature)])], { axis: last })
  const wanted = softened(teacher)
  const distance = writer.add('sub', [wanted, softened(student)])
  const divergence = writer.add('sum', [writer.add('mul', [writer.add('exp', [wanted]), distance])], { axes: [last], keepdims: false })
  return writer.add('mul', [last === 1 ? divergence : writer.add('mean', [divergence], { axes: [1], keepdims: false }), writer.scalar(temperature ** 2)])
}
