import type { ValueId } from '../ir/graph.js'
import type { Graph, Weights } from '../ir/graph.js'
import { sampleMean, weightedParts, type SampleLoss } from '../lower/losses/loss.js'
import type { Writer } from '../ops/op.js'
import type { TagsField, TargetType, TextField } from '../types/field.js'

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
 * distributions, the T² keeping the gradient's size (Hinton, Vinyals, Dean 2015, section 2); for several labels and masks the mean of that
 * over the labels and the pixels, for tags and texts over the places that the target says are no padding; for numbers (of counts, their
 * logarithms) and points the mean squared difference. For boxes see `ofBoxes`. `target` is encoded as `targetTensor` says.
 */
export function distillation(writer: Writer, type: TargetType, target: ValueId, student: ValueId, teacher: ValueId, temperature: number): SampleLoss {
  if (type.kind === 'boxes') return { sum: ofBoxes(writer, type.labels.length, student, teacher, temperature) }
  const divergence = divergences[type.kind]
  if (divergence === undefined) {
    const error = writer.add('sub', [student, teacher])
    return { sum: sampleMean(writer, writer.add('mul', [error, error])) }
  }
  const softened = (logits: ValueId) => writer.add('div', [logits, writer.scalar(temperature)])
  const distances = writer.add('mul', [divergence(writer, softened(teacher), softened(student)), writer.scalar(temperature ** 2)])
  return type.kind === 'tags' || type.kind === 'text' ? weightedParts(writer, distances, placesOf(writer, type, target)) : { sum: sampleMean(writer, distances) }
}

/** 1 where a sequence has a code, 0 where it has what is one more than the last: f32[N, T]. */
function placesOf(writer: Writer, type: TagsField | TextField, target: ValueId): ValueId {
  const beyond = writer.scalar((type.kind === 'tags' ? type.labels.length : type.vocabulary) - 0.5)
  return writer.add('positive_mask', [writer.add('sub', [beyond, writer.add('cast', [target], { to: 'f32' })])])
}

/** KL(teacher ‖ student) by logits, for each distribution that a prediction holds. */
const divergences: Partial<Record<TargetType['kind'], (writer: Writer, teacher: ValueId, student: ValueId) => ValueId>> = {
  label: ofClasses(1),
  mask: ofClasses(1),
  tags: ofClasses(2),
  text: ofClasses(2),
  labels: ofCoins,
}

/** Of each logit by itself. */
function ofCoins(writer: Writer, teacher: ValueId, student: ValueId): ValueId {
  const softplus = (logits: ValueId) => writer.add('softplus', [logits])
  const [there, absent] = [writer.add('sigmoid', [teacher]), writer.add('sigmoid', [writer.add('neg', [teacher])])]
  // log σ(z) is −softplus(−z), and log(1 − σ(z)) is −softplus(z).
  const ofThere = writer.add('sub', [softplus(writer.add('neg', [student])), softplus(writer.add('neg', [teacher]))])
  const ofAbsent = writer.add('sub', [softplus(student), softplus(teacher)])
  return writer.add('add', [writer.add('mul', [there, ofThere]), writer.add('mul', [absent, ofAbsent])])
}

/**
 * Of f32[N, P, K + 5]: at each place T²·KL of its classes, and as far as the teacher sees a thing there, by its likeliest class q, T²·KL of its
 * middle and the mean squared difference of its sides in strides; the sum over Σ q, but over 1 at least.
 */
function ofBoxes(writer: Writer, classes: number, student: ValueId, teacher: ValueId, temperature: number): ValueId {
  const part = (from: number, to: number): readonly [ValueId, ValueId] => {
    const of = (value: ValueId): ValueId => writer.add('slice', [value], { axes: [2], starts: [from], ends: [to] })
    return [of(teacher), of(student)]
  }
  const total = (value: ValueId): ValueId => writer.add('sum', [value], { axes: [1, 2], keepdims: false })
  const divergence = (parts: readonly [ValueId, ValueId]): ValueId => {
    const [wanted, given] = parts.map((logits) => writer.add('div', [logits, writer.scalar(temperature)]))
    return writer.add('mul', [ofCoins(writer, wanted ?? parts[0], given ?? parts[1]), writer.scalar(temperature ** 2)])
  }
  const logits = part(0, classes)
  const seen = writer.add('reduce_max', [writer.add('sigmoid', [logits[0]])], { axes: [2], keepdims: true })
  const error = writer.add('sub', [...part(classes, classes + 4)])
  const sides = writer.add('mean', [writer.add('mul', [error, error])], { axes: [2], keepdims: true })
  const thing = writer.add('mul', [writer.add('add', [sides, divergence(part(classes + 4, classes + 5))]), seen])
  const distance = writer.add('add', [total(divergence(logits)), total(thing)])
  return writer.add('div', [distance, writer.add('maximum', [total(seen), writer.scalar(1)])])
}

/** Over the classes, which are along `axis`. */
function ofClasses(axis: number) {
  return (writer: Writer, teacher: ValueId, student: ValueId): ValueId => {
    const logs = (logits: ValueId) => writer.add('log_softmax', [logits], { axis })
    const wanted = logs(teacher)
    const distance = writer.add('sub', [wanted, logs(student)])
    return writer.add('sum', [writer.add('mul', [writer.add('exp', [wanted]), distance])], { axes: [axis], keepdims: false })
  }
}
