import { numbersOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { f32, i64 } from '../../types/tensor.js'
import { sampleMean, type LossContext, type SampleLoss } from './loss.js'

/** A choice among K classes at each place of a sample: one place for a label, H × W for a mask. */
export interface Choice {
  /** f32[N, …places, K] */
  readonly logits: ValueId
  readonly depth: number
}

export function choiceOf({ writer, prediction, type }: LossContext): Choice {
  const logits = type.kind === 'mask' ? writer.add('transpose', [prediction], { perm: [0, 2, 3, 1] }) : prediction
  const depth = writer.typeOf(logits).shape.at(-1)
  if (typeof depth !== 'number') throw new Error('classes need a fixed number')
  return { logits, depth }
}

/** Logarithms of the predicted probabilities, f32[N, …places, K]. */
export const logsOf = (writer: Writer, { logits }: Choice): ValueId => writer.add('log_softmax', [logits], { axis: writer.typeOf(logits).shape.length - 1 })

/** 1 at the true class, f32[N, …places, K]; 0 everywhere where that is not known, since codes past the last class have no place in it. */
export const truthOf = ({ writer, target }: LossContext, { depth }: Choice): ValueId => writer.add('one_hot', [target], { depth })

/** What is true at each place, f32[N, …places]. */
export interface Chosen {
  /** The logarithm of its predicted probability; 0 where it is not known. */
  readonly log: ValueId
  /** The same times what the true class weighs. */
  readonly weighed: ValueId
  /** 1 where it is known, else 0; undefined where it is known everywhere. */
  readonly known: ValueId | undefined
  /** What the true class weighs, 0 where it is not known; undefined where all places count 1. */
  readonly weight: ValueId | undefined
}

/** From so many classes on, a vector of them for each place costs more than looking up the one that is true. */
const many = 64

export function chosenOf(context: LossContext, choice: Choice): Chosen {
  const { writer, target, type, method } = context
  const weights = numbersOf(method, 'weights')
  const weightsOf = (list: readonly number[]): ValueId => writer.constant(f32([list.length], list))
  const complete = type.kind === 'label'
  if (choice.depth < many) {
    const [logs, truth] = [logsOf(writer, choice), truthOf(context, choice)]
    const log = overClasses(writer, 'sum', writer.add('mul', [truth, logs]))
    const known = complete ? undefined : overClasses(writer, 'sum', truth)
    if (weights === undefined) return { log, weighed: log, known, weight: known }
    const weight = overClasses(writer, 'sum', writer.add('mul', [truth, weightsOf(weights)]))
    return { log, weighed: writer.add('mul', [log, weight]), known, weight }
  }
  const log = writer.add('log_likelihood', [choice.logits, target])
  const last = writer.constant(i64([], [choice.depth - 1]))
  const known = complete ? undefined : writer.add('cast', [writer.add('less_equal', [target, last])], { to: 'f32' })
  if (weights === undefined) return { log, weighed: log, known, weight: known }
  const found = writer.add('gather', [weightsOf(weights), writer.add('minimum', [target, last])], { axis: 0 })
  const weight = known === undefined ? found : writer.add('mul', [found, known])
  return { log, weighed: writer.add('mul', [log, weight]), known, weight }
}

/** A reduction over the classes, f32[N, …places]. */
export const overClasses = (writer: Writer, op: 'sum' | 'mean', values: ValueId): ValueId =>
  writer.add(op, [values], { axes: [writer.typeOf(values).shape.length - 1], keepdims: false })

/** The mean over the places, of which each counts by what its true class weighs. */
export function meanOverPlaces(writer: Writer, places: ValueId, { weight }: Chosen): SampleLoss {
  const sum = sampleMean(writer, places)
  return weight === undefined ? { sum } : { sum, weight: sampleMean(writer, weight) }
}
