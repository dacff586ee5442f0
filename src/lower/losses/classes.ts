import { numbersOf } from '../../check/methods/given.js'
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import { f32 } from '../../types/tensor.js'
import { sampleMean, type LossContext, type SampleLoss } from './loss.js'

/** A choice among K classes at each place of a sample: one place for a label, H × W for a mask. */
export interface Classes {
  /** Logarithms of the predicted probabilities, f32[N, …places, K]. */
  readonly logs: ValueId
  /** 1 at the true class, f32[N, …places, K]; 0 everywhere where that is not known. */
  readonly truth: ValueId
  /** Whether the class is known at every place, and all classes weigh the same. */
  readonly complete: boolean
}

export function classesOf({ writer, prediction, target, type }: LossContext): Classes {
  const logits = type.kind === 'mask' ? writer.add('transpose', [prediction], { perm: [0, 2, 3, 1] }) : prediction
  const { shape } = writer.typeOf(logits)
  const depth = shape.at(-1)
  if (typeof depth !== 'number') throw new Error('classes need a fixed number')
  return {
    logs: writer.add('log_softmax', [logits], { axis: shape.length - 1 }),
    // Codes past the last class, which stand for what is not known, have no place in it.
    truth: writer.add('one_hot', [target], { depth }),
    complete: type.kind === 'label',
  }
}

/** What stands at the true class of each place, 0 where that is not known. */
export const atTruth = (writer: Writer, { truth }: Classes, values: ValueId): ValueId => overClasses(writer, 'sum', writer.add('mul', [truth, values]))

/** A reduction over the classes, f32[N, …places]. */
export const overClasses = (writer: Writer, op: 'sum' | 'mean', values: ValueId): ValueId =>
  writer.add(op, [values], { axes: [writer.typeOf(values).shape.length - 1], keepdims: false })

/** The classes with their truth multiplied by `weights`, one for each class, where a method has them. */
export function weighed({ writer, method }: LossContext, classes: Classes): Classes {
  const weights = numbersOf(method, 'weights')
  if (weights === undefined) return classes
  return { ...classes, truth: writer.add('mul', [classes.truth, writer.constant(f32([weights.length], weights))]), complete: false }
}

/** The mean over the places, of which each counts by what its true class weighs. */
export function meanOverPlaces(writer: Writer, places: ValueId, { truth, complete }: Classes): SampleLoss {
  const sum = sampleMean(writer, places)
  return complete ? { sum } : { sum, weight: sampleMean(writer, overClasses(writer, 'sum', truth)) }
}
